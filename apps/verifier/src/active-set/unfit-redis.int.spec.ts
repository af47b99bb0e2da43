import { createLogger } from '@mdm-gate/service-kit';
import { startNats, startRedis, startRedisSentinel, waitFor, type RunningServer } from '@mdm-gate/testing';
import { Redis } from 'ioredis';
import { readConfig } from '../config.ts';
import { digestKeys } from '../fixtures/digest-keys.ts';
import { startVerifier } from '../start-verifier.ts';

const ofTheMaster = 'password-of-the-master:#1';
const ofTheSentinel = 'password-of-the-sentinel:#2';

describe('a Redis that answers and is not fit for use', () => {
  let nats: RunningServer;
  beforeAll(async () => {
    nats = await startNats();
  });
  afterAll(() => nats.stop());

  /** What the verifier says of itself with these settings, and its log, once `is` holds. */
  const readiness = async (settings: Readonly<Record<string, string>>, is: RegExp): Promise<string> => {
    const lines: string[] = [];
    const logger = createLogger('verifier', { destination: { write: (line) => void lines.push(line) } });
    const environment = {
      VERIFIER_HEALTH_PORT: '0',
      VERIFIER_NATS_URL: nats.url,
      VERIFIER_DIGEST_KEYS: digestKeys,
      ...settings,
    };
    const service = await startVerifier(readConfig(environment), logger);
    const look = async () => (await fetch(`${service.addresses['healthUrl'] ?? ''}/readyz`)).text();
    try {
      await waitFor(async () => is.test(await look()), { describe: String(is) });
      return lines.join('');
    } finally {
      await service.stop();
    }
  };
  const commandOn = async (server: RunningServer, ...words: [string, ...string[]]): Promise<void> => {
    const client = new Redis(server.url);
    await client.call(...words);
    client.disconnect();
  };

  it('because it is a cluster, even of one shard, is named, once', async () => {
    const cluster = await startRedis({ settings: { 'cluster-enabled': 'yes' } });
    await commandOn(cluster, 'CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
    const log = await readiness({ VERIFIER_REDIS_URL: cluster.url }, /Redis Cluster is not supported/);
    expect(log.match(/Redis cannot be used/g)).toHaveLength(1);
    await cluster.stop();
  });

  it('because it is a replica is named', async () => {
    const master = await startRedis();
    const replica = await startRedis({ settings: { replicaof: `127.0.0.1 ${master.port}` } });
    await readiness({ VERIFIER_REDIS_URL: replica.url }, /Redis is a replica/);
    await Promise.all([replica.stop(), master.stop()]);
  });

  it('because it evicts is named', async () => {
    const evicting = await startRedis({ settings: { maxmemory: '50mb', 'maxmemory-policy': 'allkeys-lru' } });
    await readiness({ VERIFIER_REDIS_URL: evicting.url }, /set maxmemory-policy to noeviction/);
    await evicting.stop();
  });

  it.each([
    ['-info', /Redis lets our user not run INFO/],
    ['-script|load', /Redis lets our user not run SCRIPT/],
    ['-evalsha', /Redis lets our user not run EVALSHA/],
    ['-hset', /Redis lets our user not run HSET/],
    ['-expire', /Redis lets our user not run EXPIRE/],
    ['-unlink', /Redis lets our user not run UNLINK/],
  ])('because our user lacks a right is named: %s', async (right, problem) => {
    const redis = await startRedis();
    await commandOn(redis, 'ACL', 'SETUSER', 'gate', 'on', '~*', '&*', '+@all', right, `>${ofTheMaster}`);
    const url = `redis://gate:${encodeURIComponent(ofTheMaster)}@127.0.0.1:${redis.port}`;
    const log = await readiness({ VERIFIER_REDIS_URL: url }, problem);
    expect(log).not.toContain(ofTheMaster);
    await redis.stop();
  });

  it('because the password is wrong is named, without it', async () => {
    const redis = await startRedis({ settings: { requirepass: ofTheMaster } });
    const url = `redis://:not-the-password@127.0.0.1:${redis.port}`;
    const log = await readiness({ VERIFIER_REDIS_URL: url }, /Redis refuses the user or its password/);
    expect(log).not.toContain('not-the-password');
    await redis.stop();
  });

  it('is not what Sentinels with a password of their own lead to', async () => {
    const master = await startRedis({ settings: { requirepass: ofTheMaster } });
    const sentinel = await startRedisSentinel({
      primary: master,
      masterName: 'gate',
      quorum: 1,
      downAfterMs: 5_000,
      primaryPassword: ofTheMaster,
      password: ofTheSentinel,
    });
    const settings = {
      VERIFIER_REDIS_URL: `redis+sentinel://:${encodeURIComponent(ofTheMaster)}@127.0.0.1:${sentinel.port}/gate`,
    };
    await readiness(settings, /no Sentinel can be reached|refuses the user/);
    await readiness({ ...settings, VERIFIER_REDIS_SENTINEL_PASSWORD: ofTheSentinel }, /"ready":true/);
    await Promise.all([sentinel.stop(), master.stop()]);
  });
});
