import { createLogger, type RunningService } from '@mdm-gate/service-kit';
import { freePort, startNats, startRedis, waitFor, type RunningServer } from '@mdm-gate/testing';
import { readConfig } from './config.ts';
import { activeSet, organizationId, token } from './fixtures/active-sets.ts';
import { Authority } from './fixtures/authority.ts';
import { digestKeys, digestOf } from './fixtures/digest-keys.ts';
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
  const untilReady = () => waitFor(async () => (await status()) === 200, { timeoutMs: 20_000 });
  const untilNotReady = () => waitFor(async () => (await status()) === 503, { timeoutMs: 20_000 });

  it('not before it has an active set to decide by, although it answers', async () => {
    await waitFor(() => check().catch(() => false), { describe: 'an answer' });
    expect(await check()).toBe('unavailable');
    expect(await status()).toBe(503);
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
    expect(await waitFor(() => check().catch(() => false))).toBe('token-active');
  });
});
