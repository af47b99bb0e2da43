import { createLogger, type RunningService } from '@mdm-gate/service-kit';
import {
  freePort,
  startFaultProxy,
  startNats,
  startRedis,
  waitFor,
  type FaultProxy,
  type RunningServer,
} from '@mdm-gate/testing';
import { readConfig } from './config.ts';
import { activeSet, organizationId, token } from './fixtures/active-sets.ts';
import { Authority } from './fixtures/authority.ts';
import { digestKeys, digestOf } from './fixtures/digest-keys.ts';
import { startReadyReplica, startReplica, type Replica } from './fixtures/replica.ts';
import { startVerifier } from './start-verifier.ts';

const value = 'a-token-value-of-this-test';

describe('a replica is ready', () => {
  const organization = organizationId();
  let nats: RunningServer;
  let redis: RunningServer;
  let healthPort: number;
  let starting: Promise<RunningService>;
  let authority: Authority;

  beforeAll(async () => {
    [nats, redis, healthPort] = await Promise.all([startNats(), startRedis(), freePort()]);
    authority = await Authority.connect(nats.url);
    await redis.kill();
    const config = readConfig({
      VERIFIER_HEALTH_PORT: String(healthPort),
      VERIFIER_REDIS_URL: redis.url,
      VERIFIER_NATS_URL: nats.url,
      VERIFIER_DIGEST_KEYS: digestKeys,
    });
    starting = startVerifier(config, createLogger('test', { level: 'silent' }));
    await authority.publish(organization, activeSet(1, [token(digestOf(value))]));
  });
  afterAll(async () => {
    await authority.close();
    await (await starting).stop();
    await Promise.all([nats.stop(), redis.stop()]);
  });

  const status = async () => {
    const url = `http://127.0.0.1:${healthPort}/readyz`;
    return fetch(url).then((response) => response.status);
  };
  const check = async () =>
    (await authority.authenticate({ organizationId: organization, mdmToken: value })).reason;
  const untilReady = () => waitFor(async () => (await status()) === 200);
  const untilNotReady = () => waitFor(async () => (await status()) === 503);

  it('not before it has an active set to decide by; nor does it take requests', async () => {
    await waitFor(async () => (await status()) === 503);
    await expect(check()).rejects.toMatchObject({ code: 'no-responders' });
  });

  it('as soon as it decides', async () => {
    await redis.restart();
    await untilReady();
    expect(await check()).toBe('token-active');
  });

  it('not while Redis hangs, and again afterwards', async () => {
    await redis.kill('SIGSTOP');
    await untilNotReady();
    expect(await check()).toBe('unavailable');
    await redis.kill('SIGCONT');
    await untilReady();
    expect(await check()).toBe('token-active');
  });

  it('not while a new Redis cannot be filled, because NATS is away, and again afterwards', async () => {
    await nats.kill();
    await untilNotReady();
    await redis.restart({ emptied: true });
    expect(await status()).toBe(503);
    await nats.restart();
    await untilReady();
    expect(await waitFor(check)).toBe('token-active');
  });
});

describe('a replica that starts beside another one', () => {
  const organization = organizationId();
  let nats: RunningServer;
  let redis: RunningServer;
  let slowWay: FaultProxy;
  let authority: Authority;
  let first: Replica;
  let second: Replica | undefined;

  beforeAll(async () => {
    [nats, redis] = await Promise.all([startNats(), startRedis()]);
    slowWay = await startFaultProxy(redis);
    first = await startReadyReplica({ redisUrl: redis.url, natsUrl: nats.url });
    authority = await Authority.connect(nats.url);
    await authority.publish(organization, activeSet(1, [token(digestOf(value))]));
    await waitFor(async () => (await check()) === 'token-active');
  });
  afterAll(async () => {
    await authority.close();
    await Promise.all([first.stop(), second?.stop()]);
    await slowWay.stop();
    await Promise.all([nats.stop(), redis.stop()]);
  });

  const check = async () =>
    (await authority.authenticate({ organizationId: organization, mdmToken: value })).reason;

  it('takes no check before it can decide it, and its share from then on', async () => {
    slowWay.blackhole();
    second = await startReplica({ redisUrl: slowWay.url, natsUrl: nats.url });
    const replica = second;
    await waitFor(() => replica.log().includes('connected to NATS'));
    const answers = await Promise.all(Array.from({ length: 200 }, check));
    expect(new Set(answers)).toEqual(new Set(['token-active']));
    expect(await replica.isReady()).toBe(false);
    slowWay.heal();
    await waitFor(() => replica.isReady());
    await first.stop();
    expect(await check()).toBe('token-active');
  });
});
