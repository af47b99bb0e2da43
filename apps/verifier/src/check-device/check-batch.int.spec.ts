import { randomUUID } from 'node:crypto';
import { startNats, startRedis, waitFor, type RunningServer } from '@mdm-gate/testing';
import { activeSet, organizationId, token } from '../fixtures/active-sets.ts';
import { Authority } from '../fixtures/authority.ts';
import { digestOf } from '../fixtures/digest-keys.ts';
import { startReadyReplica, type Replica } from '../fixtures/replica.ts';

const value = 'the-active-value';
const firstValue = 'of-the-first-connection';
const secondValue = 'of-the-second-connection';

describe('a batch of checks', () => {
  let nats: RunningServer;
  let redis: RunningServer;
  let replica: Replica;
  let authority: Authority;

  beforeAll(async () => {
    [nats, redis] = await Promise.all([startNats(), startRedis()]);
    authority = await Authority.connect(nats.url);
    replica = await startReadyReplica({ natsUrl: nats.url, redisUrl: redis.url });
  });
  afterAll(async () => {
    await authority.close();
    await replica.stop();
    await Promise.all([nats.stop(), redis.stop()]);
  });

  const organization = async (): Promise<string> => {
    const id = organizationId();
    const tokens = [
      token(digestOf(value)),
      token({ ...digestOf('revoked-value'), state: 'revoked' }),
      token({ ...digestOf(firstValue), connectionId: randomUUID() }),
      token({ ...digestOf(secondValue), connectionId: randomUUID() }),
    ];
    await authority.apply(id, activeSet(1, tokens));
    return id;
  };
  const entry = (mdmToken: string | null, deviceId: string = randomUUID(), check = 'authentication') => ({
    check,
    deviceId,
    platform: 'ios',
    mdmToken,
  });

  it('is answered in order, each as if it was asked alone', async () => {
    const id = await organization();
    const presented = Array.from(
      { length: 256 },
      (_, index) => [value, 'unknown', 'revoked-value', null][index % 4],
    );
    const { results } = await authority.batch(
      id,
      presented.map((mdmToken) => entry(mdmToken ?? null)),
    );
    const alone = await Promise.all(
      presented
        .slice(0, 4)
        .map((mdmToken) => authority.authenticate({ organizationId: id, mdmToken: mdmToken ?? null })),
    );
    expect(results).toEqual(presented.map((_, index) => alone[index % 4]));
  });

  it('decides the checks of one device in their order', async () => {
    const id = await organization();
    const device = randomUUID();
    const { results } = await authority.batch(id, [
      entry(firstValue, device, 'pairing'),
      entry(secondValue, device, 'pairing'),
      entry(firstValue, device),
      entry(secondValue, device),
    ]);
    expect(results.map((result) => ('reason' in result ? result.reason : result.error.code))).toEqual([
      'token-active',
      'managed-by-another-mdm',
      'token-active',
      'managed-by-another-mdm',
    ]);
  });

  it('answers a bad entry in its place, and the others all the same', async () => {
    const id = await organization();
    const { results } = await authority.batch(id, [
      entry(value),
      { ...entry(value), organizationId: 'another' },
      null,
      entry(value, 'nul\u0000'),
      { ...entry(value), check: 'sign-in' },
      entry('x'.repeat(5_000)),
      entry(value),
    ]);
    expect(results.map((result) => ('reason' in result ? result.reason : result.error.code))).toEqual([
      'token-active',
      ...Array<string>(5).fill('invalid-request'),
      'token-active',
    ]);
    expect(results[3]).toMatchObject({ error: { issues: [{ path: 'deviceId' }] } });
    expect(JSON.stringify(results)).not.toContain(value);
  });

  it.each([
    ['none', []],
    ['257', Array.from({ length: 257 }, () => entry(null))],
  ])('is refused whole with %s checks', async (_, checks) => {
    await expect(authority.batch(organizationId(), checks)).rejects.toMatchObject({
      code: 'invalid-request',
    });
  });

  it('halts in every place when the organization is not known', async () => {
    const { results } = await authority.batch(organizationId(), [entry(value), entry(null)]);
    expect(results).toMatchObject(Array(2).fill({ decision: 'halt', reason: 'organization-unknown' }));
  });

  it('is observed as single checks are', async () => {
    const id = await organization();
    const device = randomUUID();
    await authority.batch(id, [entry(value, device, 'pairing')]);
    await waitFor(async () => JSON.stringify(await authority.observed(id)).includes(device));
  });
});
