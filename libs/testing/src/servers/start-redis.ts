import { type RunningServer, type ServerOptions } from './running-server.ts';
import { serverProgram } from './server-program.ts';
import { placeTls, tlsIn, type ServerTls } from './server-tls.ts';
import { startServer } from './start-server.ts';

export interface RedisOptions extends ServerOptions {
  /** `none` (the default): a restart loses everything. `every-write`: append-only file, synced before each answer. */
  persistence?: 'none' | 'every-second' | 'every-write';
  /** Further settings in the words of redis.conf, for instance `{ replicaof: '127.0.0.1 6379' }`. */
  settings?: Readonly<Record<string, string>>;
  /** Takes encrypted connections only. */
  tls?: ServerTls;
}

const appendFsync = { none: 'no', 'every-second': 'everysec', 'every-write': 'always' };

/** Starts a private Redis. */
export function startRedis({
  persistence = 'none',
  settings = {},
  tls,
  ...options
}: RedisOptions = {}): Promise<RunningServer> {
  const all = {
    bind: '127.0.0.1',
    save: '',
    appendonly: persistence === 'none' ? 'no' : 'yes',
    appendfsync: appendFsync[persistence],
    'repl-diskless-sync-delay': '0',
    ...settings,
  };
  return startServer(
    {
      name: 'redis',
      url: (port) => `${tls === undefined ? 'redis' : 'rediss'}://127.0.0.1:${port}`,
      prepare: ({ dataDir }) => (tls === undefined ? Promise.resolve() : placeTls(tls, dataDir)),
      launch: ({ dataDir, port }) => ({
        ...serverProgram('redis-server'),
        args: [
          ...listening(port, dataDir, tls).flatMap(asArguments),
          '--dir',
          dataDir,
          ...Object.entries(all).flatMap(asArguments),
        ],
      }),
      readyLine: /Ready to accept connections/,
      stopSignal: 'SIGTERM',
    },
    options,
  );
}

/** How Redis listens, in the words of redis.conf. */
export function listening(port: number, dataDir: string, tls: ServerTls | undefined): [string, string][] {
  if (tls === undefined) return [['port', String(port)]];
  const { certFile, keyFile, clientsCaFile } = tlsIn(dataDir, tls);
  return Object.entries({
    port: '0',
    'tls-port': String(port),
    'tls-cert-file': certFile,
    'tls-key-file': keyFile,
    // Redis wants authorities, also where it asks nobody for a certificate.
    'tls-ca-cert-file': clientsCaFile ?? certFile,
    'tls-auth-clients': clientsCaFile === undefined ? 'no' : 'yes',
    'tls-replication': 'yes',
  });
}

/** A setting of several words is several arguments; an empty one is an empty argument. */
function asArguments([name, value]: [string, string]): string[] {
  return [`--${name}`, ...value.split(' ')];
}
