export {
  CertificateAuthority,
  type CertificateFiles,
  type CertificateWish,
} from './certificates/certificate-authority.ts';
export { createDatabase } from './create-database.ts';
export { preparedDatabase, type PreparedContent } from './prepared-database.ts';
export { endsBeforeTimer } from './ends-before-timer.ts';
export { startFaultProxy, type FaultProxy } from './faults/start-fault-proxy.ts';
export { freePort } from './free-port.ts';
export {
  startIdentityProvider,
  type IdentityProviderClient,
  type IdentityProviderOptions,
  type RunningIdentityProvider,
} from './identity-provider/start-identity-provider.ts';
export { builtProgram, bundleOf, inputsOf, isCurrent } from './processes/built-program.ts';
export { isRunning } from './processes/process-tree.ts';
export type { ProcessExit, ProcessOptions, RunningProcess } from './processes/running-process.ts';
export { startProcess } from './processes/start-process.ts';
export {
  backUpFiles,
  dumpDatabase,
  restoreDump,
  type Dump,
  type FileBackup,
} from './servers/postgres-backup.ts';
export { canPostgresEnter } from './servers/postgres-account.ts';
export { type RunningServer, type ServerOptions } from './servers/running-server.ts';
export { findServerBinary, requireServerBinary, type ServerBinary } from './servers/server-binaries.ts';
export { sharedPostgres, type SharedPostgres } from './servers/shared-postgres.ts';
export { startNats, type NatsOptions } from './servers/start-nats.ts';
export { startNatsCluster, type RunningNatsCluster } from './servers/start-nats-cluster.ts';
export { startPgBouncer, type PgBouncerOptions } from './servers/start-pgbouncer.ts';
export { startPrometheus, type PrometheusOptions } from './servers/start-prometheus.ts';
export { startNginx, type NginxOptions } from './servers/start-nginx.ts';
export { startPostgres, type PostgresOptions } from './servers/start-postgres.ts';
export { startRedis, type RedisOptions } from './servers/start-redis.ts';
export { startRedisSentinel, type RedisSentinelOptions } from './servers/start-redis-sentinel.ts';
export type { ServerTls } from './servers/server-tls.ts';
export { untilDone, waitFor, type WaitOptions } from './wait-for.ts';
