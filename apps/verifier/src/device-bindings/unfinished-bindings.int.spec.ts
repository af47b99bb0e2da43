import { createHash, randomUUID } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MessagingModule, RecordStream } from '@mdm-gate/messaging';
import { CodedError, createLogger, SystemClock } from '@mdm-gate/service-kit';
import { startNats, startRedis, untilDone, waitFor, type RunningServer } from '@mdm-gate/testing';
import type { BindingNote } from '../active-set/active-set-store.ts';
import { activeSet, organizationId, token } from '../fixtures/active-sets.ts';
import { Authority } from '../fixtures/authority.ts';
import { digestOf } from '../fixtures/digest-keys.ts';
import { startReadyReplica, type Replica } from '../fixtures/replica.ts';
import { DeviceBindings } from './device-bindings.ts';

const [valueOfA, valueOfB] = ['value-of-a', 'value-of-b'];

describe('a change of a binding whose replica died before the store knew', () => {
  let nats: RunningServer;
  let redis: RunningServer;
  let replica: Replica;
  let authority: Authority;
  let messaging: INestApplicationContext;
  let records: RecordStream;

  beforeAll(async () => {
    [nats, redis] = await Promise.all([startNats(), startRedis()]);
    const logger = createLogger('test', { level: 'silent' });
    const quiet: Readonly<{ logger: false }> = { logger: false };
    messaging = await NestFactory.createApplicationContext(
      MessagingModule.forService({ service: 'verifier', url: nats.url, logger }),
      quiet,
    );
    records = messaging.get(RecordStream);
    authority = await Authority.connect(nats.url);
    replica = await startReadyReplica({ natsUrl: nats.url, redisUrl: redis.url });
  });
  afterAll(async () => {
    await Promise.all([authority.close(), messaging.close(), replica.stop()]);
    await Promise.all([nats.stop(), redis.stop()]);
  });

  /** A device of an organization that has two MDM connections with a token each. */
  const newDevice = async () => {
    const [organization, connectionA, connectionB] = [organizationId(), randomUUID(), randomUUID()];
    await authority.apply(
      organization,
      activeSet(1, [
        token({ ...digestOf(valueOfA), connectionId: connectionA }),
        token({ ...digestOf(valueOfB), connectionId: connectionB }),
      ]),
    );
    const device = { organizationId: organization, deviceId: randomUUID() };
    const key = createHash('sha256').update(device.deviceId).digest('base64url');
    return {
      device,
      connectionA,
      authenticate: async (mdmToken: string) =>
        (await authority.authenticate({ ...device, mdmToken })).reason,
      /** All that a verifier gets done that dies after JetStream has answered. */
      record: (connectionId: string | null) =>
        records.put(
          { organizationId: organization, key },
          { ...device, connectionId, changedAt: new Date().toISOString() },
        ),
    };
  };

  it('is finished by the replicas that are left', async () => {
    const { authenticate, record, connectionA } = await newDevice();
    expect(await authenticate(valueOfB)).toBe('token-active');
    await record(connectionA);
    await waitFor(async () => (await authenticate(valueOfB)) === 'managed-by-another-mdm');
    await record(null);
    await waitFor(async () => (await authenticate(valueOfB)) === 'token-active');
  });

  it('is finished when the store is away at first', async () => {
    const { authenticate, record, connectionA } = await newDevice();
    await redis.kill('SIGSTOP');
    await record(connectionA);
    await waitFor(async () => !(await replica.isReady()), { describe: 'the replica to miss Redis' });
    await redis.kill('SIGCONT');
    await waitFor(async () => (await authenticate(valueOfB)) === 'managed-by-another-mdm');
  });

  it('is finished by the next call, before it answers', async () => {
    const { device, connectionA, record } = await newDevice();
    await record(connectionA);
    const noted: BindingNote[] = [];
    const storeIsAway = new CodedError('dependency-unavailable', 'Redis does not answer');
    let answers = false;
    const store = {
      noteBinding: (note: BindingNote): Promise<void> => {
        if (!answers) return Promise.reject(storeIsAway);
        noted.push(note);
        return Promise.resolve();
      },
      connection: () => Promise.resolve('there' as const),
    };
    const bindings = new DeviceBindings(records, store, new SystemClock());
    await expect(bindings.release(device)).rejects.toBe(storeIsAway);
    answers = true;
    expect(await bindings.release(device)).toBe(false);
    expect(noted).toEqual([expect.objectContaining({ ...device, connectionId: null })]);
  });

  it('is undone by a release although JetStream has lost its data', async () => {
    const { device, authenticate } = await newDevice();
    expect((await authority.pair({ ...device, mdmToken: valueOfA })).reason).toBe('token-active');
    expect(await authenticate(valueOfB)).toBe('managed-by-another-mdm');
    await nats.restart({ emptied: true });
    await untilDone(() => authority.release(device));
    expect(await authenticate(valueOfB)).toBe('token-active');
  });
});
