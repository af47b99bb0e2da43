import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import fc from 'fast-check';
import { deviceIdSchema } from '@mdm-gate/contracts';
import { MessagingModule, NatsLink } from '@mdm-gate/messaging';
import { createLogger } from '@mdm-gate/service-kit';
import { startNats, startRedis, waitFor, type RunningServer } from '@mdm-gate/testing';
import { activeSet, organizationId, token } from '../fixtures/active-sets.ts';
import { Authority } from '../fixtures/authority.ts';
import { digestOf } from '../fixtures/digest-keys.ts';
import { startReadyReplica, type Replica } from '../fixtures/replica.ts';

const value = 'a-token-value-of-this-test';
const right = { organizationId: 'acme', deviceId: 'd', platform: 'ios', mdmToken: null };
const manyFields = (count: number): Readonly<Record<string, number>> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`field-${index}`, index]));
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

const isTaken = (deviceId: string): boolean => deviceIdSchema.safeParse(deviceId).success;
const takenDeviceIds = ['*', 'a|b', "'; return redis.call('KEYS', '*')", '💥'.repeat(30)];
/** Any character. The unit `binary` of fast-check would build a table of a million of them, and slow down what is timed. */
const character = fc.integer({ min: 0, max: 0x10_ff_ff }).map((point) => String.fromCodePoint(point));
const takenDeviceId = fc
  .oneof(fc.string({ unit: character, maxLength: 32 }), fc.string({ maxLength: 40 }))
  .filter(isTaken);

const refusedDeviceIds = ['\n\n\n', '\u0000', '💥'.repeat(33)];
const refusedDeviceId = fc
  .tuple(
    fc.string({ maxLength: 20 }),
    fc.constantFrom('\n', '\r\n', '\u0000', '\u001b[2J', '\u007f', '\u0085', '\u2028', '\u2029', '\ud800'),
    fc.string({ maxLength: 20 }),
  )
  .map((parts) => parts.join(''));

describe('a hostile request', () => {
  let nats: RunningServer;
  let redis: RunningServer;
  let replica: Replica;
  let authority: Authority;
  let outsider: INestApplicationContext;

  beforeAll(async () => {
    // The server lets through what it may at most, so that the verifier has to refuse it.
    [nats, redis] = await Promise.all([startNats({ config: 'max_payload: 16MB' }), startRedis()]);
    authority = await Authority.connect(nats.url);
    replica = await startReadyReplica({ natsUrl: nats.url, redisUrl: redis.url });
    const quiet: Readonly<{ logger: false }> = { logger: false };
    const logger = createLogger('test', { level: 'silent' });
    const messaging = MessagingModule.forService({ service: 'token-admin', url: nats.url, logger });
    outsider = await NestFactory.createApplicationContext(messaging, quiet);
    await waitFor(() => outsider.get(NatsLink).connection);
  });
  afterAll(async () => {
    await Promise.all([authority.close(), outsider.close(), replica.stop()]);
    await Promise.all([nats.stop(), redis.stop()]);
  });

  const ask = async (payload: string | Uint8Array, subject = 'mdm.check.pairing') => {
    const connection = outsider.get(NatsLink).requireConnection();
    const reply = await connection.request(subject, payload, { timeout: 5_000 });
    const status = reply.headers?.get('Nats-Service-Error-Code') ?? '';
    return { status, text: reply.string() };
  };

  it.each<[string, string | Uint8Array, string]>([
    ['nothing', '', '400'],
    ['not JSON', '{"organizationId": "acme"', '400'],
    ['not text', new Uint8Array([0xff, 0xfe, 0x00, 0x80]), '400'],
    ['ten megabytes', JSON.stringify({ ...right, mdmToken: 'x'.repeat(10_000_000) }), '413'],
    ['half a megabyte of fields', JSON.stringify({ ...right, ...manyFields(50_000) }), '413'],
    ['as many fields as fit', JSON.stringify({ ...right, ...manyFields(1_500) }), '400'],
    ['deep nesting', nested(16_000), '400'],
    ['deep nesting in a field', `{"organizationId":${nested(16_000)}}`, '400'],
    ['another type', '"acme"', '400'],
    ['a number', '17', '400'],
    ['null', 'null', '400'],
    ['a list', JSON.stringify([right]), '400'],
    ['an unknown field', JSON.stringify({ ...right, admin: true }), '400'],
    ['a missing field', JSON.stringify({ organizationId: 'acme' }), '400'],
    ['a wrong type', JSON.stringify({ ...right, deviceId: 17 }), '400'],
    ['an object for a token', JSON.stringify({ ...right, mdmToken: { $ne: null } }), '400'],
    ['a prototype', '{"__proto__":{"organizationId":"acme"},"constructor":1}', '400'],
    ['an empty device id', JSON.stringify({ ...right, deviceId: '' }), '400'],
    ['a long token', JSON.stringify({ ...right, mdmToken: 'x'.repeat(4_097) }), '400'],
    ['a wildcard for an organization', JSON.stringify({ ...right, organizationId: '*' }), '400'],
    ['a wildcard at the end', JSON.stringify({ ...right, organizationId: 'acme.>' }), '400'],
    ['a line break in an organization', JSON.stringify({ ...right, organizationId: 'acme\r\nDEL x' }), '400'],
    ['an organization with a key of Redis in it', JSON.stringify({ ...right, organizationId: 'a:*' }), '400'],
  ])('with %s is refused at once', async (_, payload, status) => {
    const refused = await ask(payload);
    expect(refused.status).toBe(status);
    expect(refused.text.length).toBeLessThan(1_000);
  });

  const askAs = (deviceId: string, organization: string) =>
    ask(JSON.stringify({ ...right, organizationId: organization, deviceId }));

  it('that asks for any organization but its own learns nothing, whatever the device is called', async () => {
    await fc.assert(
      fc.asyncProperty(takenDeviceId, async (deviceId) => {
        const { status, text } = await askAs(deviceId, organizationId());
        expect(status).toBe('');
        expect(JSON.parse(text)).toMatchObject({ decision: 'halt', reason: 'organization-unknown' });
      }),
      { numRuns: 200, examples: takenDeviceIds.map((deviceId) => [deviceId]) },
    );
  });

  it('that names a device as none may be called is refused alike, whether there is the organization or not', async () => {
    const organization = organizationId();
    await authority.apply(organization, activeSet(1, [token(digestOf(value))]));
    await fc.assert(
      fc.asyncProperty(refusedDeviceId, async (deviceId) => {
        const refused = await askAs(deviceId, organization);
        expect(refused.status).toBe('400');
        expect(JSON.parse(refused.text)).toMatchObject({ code: 'invalid-request' });
        expect(await askAs(deviceId, organizationId())).toEqual(refused);
      }),
      { numRuns: 200, examples: refusedDeviceIds.map((deviceId) => [deviceId]) },
    );
  });

  it('that would set an active set as it must not be is refused, and changes nothing', async () => {
    const organization = organizationId();
    await authority.apply(organization, activeSet(5, [token(digestOf(value))]));
    const broken = [
      { ...activeSet(6, []), version: 'six' },
      { ...activeSet(6, []), version: 1.5 },
      { ...activeSet(6, []), policy: { mode: 'loud', effectiveFrom: null, mdmIntegrated: true } },
      activeSet(6, [token({ digest: 'p' })]),
      activeSet(6, [token({ connectionId: 'not-a-uuid' })]),
    ];
    for (const set of broken) {
      const payload = JSON.stringify({ organizationId: organization, activeSet: set });
      expect(await ask(payload, 'mdm.verifier.apply')).toMatchObject({ status: '400' });
    }
    expect(await authority.pair({ organizationId: organization, mdmToken: value })).toMatchObject({
      reason: 'token-active',
      activeSetVersion: 5,
    });
  });

  it('slows nobody else: a right one behind thousands of them is answered in time', async () => {
    const organization = organizationId();
    await authority.apply(organization, activeSet(1, [token(digestOf(value))]));
    const connection = outsider.get(NatsLink).requireConnection();
    const garbage = [
      '{',
      nested(16_000),
      'x'.repeat(100_000),
      JSON.stringify({ ...right, ...manyFields(1_500) }),
    ];
    for (let index = 0; index < 2_000; index += 1) {
      connection.publish('mdm.check.pairing', garbage[index % garbage.length], { reply: 'nobody.listens' });
    }
    const { reason } = await authority.pair({ organizationId: organization, mdmToken: value });
    expect(reason).toBe('token-active');
  });

  it('leaves no trace of a token in the log', () => {
    expect(replica.log()).not.toContain('xxxxxxxxxx');
    expect(replica.log()).not.toContain(value);
  });
});
