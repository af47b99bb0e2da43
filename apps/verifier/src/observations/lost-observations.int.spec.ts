import { randomUUID } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import type { DeviceObservation } from '@mdm-gate/contracts';
import { Fingerprinter, Keyring } from '@mdm-gate/encryption';
import { EventPublisher, MessagingModule, NatsLink } from '@mdm-gate/messaging';
import { createLogger, FixedClock } from '@mdm-gate/service-kit';
import { startNats, waitFor, type RunningServer } from '@mdm-gate/testing';
import { Registry } from '@prometheus-io/client';
import type { Finding } from '../active-set/active-set-store.ts';
import { decide } from '../decision/decision.ts';
import { Authority } from '../fixtures/authority.ts';
import { digestKeys } from '../fixtures/digest-keys.ts';
import { DeviceMemory } from './device-memory.ts';
import { HearObservations } from './hear-observations.ts';
import { ObservationMetrics } from './observation-metrics.ts';
import { Observations } from './observations.ts';

const logger = createLogger('test', { level: 'silent' });
const start = Date.parse('2026-11-24T12:00:00.000Z');
const [minuteMs, dayMs] = [60_000, 86_400_000];
const timeoutMs = 60_000;
const token = { tokenId: randomUUID(), state: 'active', connectionId: null, notAfterMs: null } as const;

describe('observations', () => {
  let nats: RunningServer;
  let authority: Authority;
  let app: INestApplicationContext;
  beforeAll(async () => {
    nats = await startNats();
    authority = await Authority.connect(nats.url);
    const messaging = MessagingModule.forService({ service: 'verifier', url: nats.url, logger });
    const quiet: Readonly<{ logger: false }> = { logger: false };
    app = await NestFactory.createApplicationContext(messaging, quiet);
    await waitFor(() => app.get(NatsLink).problem === null, { timeoutMs, describe: 'NATS' });
  });
  afterAll(async () => {
    await app.close();
    await authority.close();
    await nats.stop();
  });

  /** At the time of that clock. */
  const replica = (clock: FixedClock): Observations => {
    const observations = new Observations({
      publisher: app.get(EventPublisher),
      clock,
      memory: new DeviceMemory(1_000),
      fingerprinter: new Fingerprinter(Keyring.fromConfig(digestKeys), 'foreign values'),
      metrics: new ObservationMetrics(new Registry()),
    });
    new HearObservations(app.get(NatsLink), observations).onModuleInit();
    return observations;
  };
  const check = (
    replicas: Observations,
    clock: FixedClock,
    asked: { readonly organizationId: string; readonly deviceId: string; readonly mdmToken: string | null },
  ): void => {
    const digests = asked.mdmToken === null ? [] : [Buffer.from(asked.mdmToken).toString('base64url')];
    const finding: Finding = {
      known: 'organization',
      version: 1,
      policy: { mode: 'enforce', effectiveFromMs: null, mdmIntegrated: true },
      token: digests.length === 0 ? null : token,
      device: { boundConnectionId: null, failures: 0 },
    };
    const nowMs = clock.now().getTime();
    const flow = 'authentication';
    const reply = decide({ finding, flow, presented: digests.length > 0, nowMs });
    const request = { platform: 'ios' as const, ...asked };
    replicas.note({ request, flow, verdict: { finding, reply, nowMs, digests } });
  };
  const said = async (organizationId: string): Promise<readonly DeviceObservation[]> =>
    (await authority.observed(organizationId)).flatMap(({ observations }) => observations);
  const untilSaid = (organizationId: string, count: number): Promise<unknown> =>
    waitFor(async () => (await said(organizationId)).length === count, {
      timeoutMs,
      describe: `${count} observations`,
    });

  it('that were lost with their stream are said again the next day, by devices that present the same as before', async () => {
    const clock = new FixedClock(new Date(start));
    const observations = replica(clock);
    const organizationId = `o-${randomUUID()}`;
    const devices = ['a', 'b', 'c'].map((deviceId) => ({ organizationId, deviceId, mdmToken: 'value' }));
    for (const device of devices) check(observations, clock, device);
    await untilSaid(organizationId, 3);
    await authority.deleteStream('MDM_SIGHTINGS');
    const newcomer = { organizationId, deviceId: 'newcomer', mdmToken: null };
    let seconds = 0;
    await waitFor(
      async () => {
        // After a failure the stream is left alone for some seconds.
        seconds += 6;
        clock.set(new Date(start + seconds * 1_000));
        for (const device of [...devices, newcomer]) check(observations, clock, device);
        return (await said(organizationId)).length === 1;
      },
      { timeoutMs, intervalMs: 600, describe: 'the newcomer to be said, and nobody else' },
    );
    clock.set(new Date(start + dayMs));
    for (const device of devices) check(observations, clock, device);
    await untilSaid(organizationId, 4);
  });

  it('of an hour in which nobody reads are all kept, in their order', async () => {
    const clock = new FixedClock(new Date(start));
    const observations = replica(clock);
    const organizationId = `o-${randomUUID()}`;
    for (let minute = 0; minute < 60; minute += 1) {
      clock.set(new Date(start + minute * minuteMs));
      check(observations, clock, { organizationId, deviceId: 'd', mdmToken: minute % 2 ? 'value' : null });
      check(observations, clock, { organizationId, deviceId: `d${minute}`, mdmToken: 'value' });
    }
    await untilSaid(organizationId, 120);
    const ofOne = (await said(organizationId)).filter(({ deviceId }) => deviceId === 'd');
    expect(ofOne).toHaveLength(60);
    expect(ofOne.map(({ at }) => at).toSorted()).toEqual(ofOne.map(({ at }) => at));
    expect(ofOne.at(-1)).toMatchObject({ at: '2026-11-24T12:59:00.000Z', presented: 'token-active' });
  });
});
