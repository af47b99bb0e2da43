import { copyFileSync } from 'node:fs';
import { createLogger, type TlsFiles } from '@mdm-gate/service-kit';
import {
  CertificateAuthority,
  startRedis,
  startRedisSentinel,
  waitFor,
  type RedisOptions,
  type RunningServer,
} from '@mdm-gate/testing';
import { RedisConnection } from './redis-connection.ts';

const ours = new CertificateAuthority();
const strangers = new CertificateAuthority();
const { caFile } = ours;
const service = { caFile, ...ours.issue({ commonName: 'verifier' }) };

describe('an encrypted connection to Redis', () => {
  const running: { stop(): unknown }[] = [];
  afterEach(async () => {
    for (const each of running.splice(0).toReversed()) await each.stop();
  });
  afterAll(() => {
    ours.remove();
    strangers.remove();
  });

  const server = async (tls: RedisOptions['tls']): Promise<RunningServer> => {
    const redis = await startRedis(tls === undefined ? {} : { tls });
    running.push(redis);
    return redis;
  };
  const connect = (url: string, tls: TlsFiles): RedisConnection => {
    const connection = new RedisConnection({ url, tls }, createLogger('test', { level: 'silent' }));
    running.push(connection);
    connection.start();
    return connection;
  };
  const works = (connection: RedisConnection) =>
    waitFor(() => connection.latestSession !== null, { describe: 'a session' });
  const refuses = (connection: RedisConnection, reason: RegExp) =>
    waitFor(() => connection.latestSession === null && reason.test(connection.problem ?? ''), {
      describe: String(reason),
    });

  it('is made where each knows the authority of the other', async () => {
    const redis = await server({ ...ours.issue(), clientsCaFile: caFile });
    await works(connect(redis.url, service));
  });

  it('is made where the authorities are set, whatever the address begins with', async () => {
    const redis = await server(ours.issue());
    await works(connect(redis.url.replace('rediss:', 'redis:'), { caFile }));
  });

  it.each([
    ['has expired', { expired: true }, /its certificate has expired/],
    ['is for another host', { host: 'redis.example.com' }, /its certificate is for another host/],
  ] as const)('is not made with a certificate that %s', async (_, wish, reason) => {
    await refuses(connect((await server(ours.issue(wish))).url, { caFile }), reason);
  });

  it('is not made with a certificate of an authority that is not known', async () => {
    const redis = await server(ours.issue());
    await refuses(connect(redis.url, { caFile: strangers.caFile }), /an authority that is not known here/);
  });

  it('is not given up for a plain one', async () => {
    await refuses(connect((await server(undefined)).url, { caFile }), /it does not speak TLS/);
  });

  it('needs a certificate of ours where Redis asks for one, and one of its authority', async () => {
    const redis = await server({ ...ours.issue(), clientsCaFile: caFile });
    await refuses(connect(redis.url, { caFile }), /it wants a certificate of ours/);
    await refuses(connect(redis.url, { caFile, ...strangers.issue() }), /it refuses our certificate/);
    await refuses(
      connect(redis.url, { caFile, ...ours.issue({ expired: true }) }),
      /it refuses our certificate/,
    );
  });

  it('is made with what was renewed on disk, without a restart', async () => {
    const authority = new CertificateAuthority();
    const [own, its] = [authority.issue(), authority.issue()];
    const redis = await server({ ...its, clientsCaFile: authority.caFile });
    const connection = connect(redis.url, { caFile: authority.caFile, ...own });
    await works(connection);
    const renewed = strangers.issue();
    for (const each of [own, its]) {
      copyFileSync(renewed.certFile, each.certFile);
      copyFileSync(renewed.keyFile, each.keyFile);
    }
    copyFileSync(strangers.caFile, authority.caFile);
    const before = connection.latestSession;
    await redis.restart();
    await waitFor(() => connection.latestSession !== null && connection.latestSession !== before, {
      describe: 'a session with the new certificates',
    });
    authority.remove();
  });

  it('is made through Sentinels that have certificates too', async () => {
    const tls = { ...ours.issue(), clientsCaFile: caFile };
    const redis = await server(tls);
    const sentinel = await startRedisSentinel({
      primary: redis,
      masterName: 'main',
      quorum: 1,
      downAfterMs: 5_000,
      tls,
    });
    running.push(sentinel);
    await works(connect(`rediss+sentinel://127.0.0.1:${sentinel.port}/main`, service));
  });
});
