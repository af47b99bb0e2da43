import { createHash, randomUUID } from 'node:crypto';
import { startNats, startRedis, type RunningServer } from '@mdm-gate/testing';
import { aTrace } from './fixtures/a-trace.ts';
import { activeSet, organizationId, token } from './fixtures/active-sets.ts';
import { Authority } from './fixtures/authority.ts';
import { digestOf } from './fixtures/digest-keys.ts';
import { startReadyReplica, type Replica } from './fixtures/replica.ts';

const value = 'a-token-value-of-this-test';

describe("the caller's trace context", () => {
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
    await Promise.all([authority.close(), replica.stop()]);
    await Promise.all([nats.stop(), redis.stop()]);
  });

  /** An organization whose token is for one connection, and a device of it. */
  const newDevice = async () => {
    const [organization, connectionId] = [organizationId(), randomUUID()];
    await authority.apply(organization, activeSet(1, [token({ ...digestOf(value), connectionId })]));
    const device = { organizationId: organization, deviceId: randomUUID() };
    const key = createHash('sha256').update(device.deviceId).digest('base64url');
    return { device, bindingSubject: `mdm.bindings.${organization}.${key}` };
  };

  it('of a pairing is on the binding that it causes', async () => {
    const { device, bindingSubject } = await newDevice();
    const traceparent = aTrace();
    expect((await authority.pair({ ...device, mdmToken: value }, { traceparent })).reason).toBe(
      'token-active',
    );
    expect(await authority.traceOn('MDM_BINDINGS', bindingSubject)).toBe(traceparent);
  });

  it('of a release is on the record of the release', async () => {
    const { device, bindingSubject } = await newDevice();
    await authority.pair({ ...device, mdmToken: value });
    const traceparent = aTrace();
    expect(await authority.release(device, { traceparent })).toMatchObject({ released: true });
    expect(await authority.traceOn('MDM_BINDINGS', bindingSubject)).toBe(traceparent);
  });
});
