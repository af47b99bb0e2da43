import { randomBytes, randomUUID } from 'node:crypto';
import type { CheckRequest, DeviceObservation, DevicesObserved } from '@mdm-gate/contracts';
import { Fingerprinter, Keyring } from '@mdm-gate/encryption';
import type { PublishableEvent } from '@mdm-gate/messaging';
import { FixedClock } from '@mdm-gate/service-kit';
import { endsBeforeTimer, waitFor } from '@mdm-gate/testing';
import { Registry } from '@prometheus-io/client';
import type { Finding, KnownToken } from '../active-set/active-set-store.ts';
import { decide } from '../decision/decision.ts';
import { DeviceMemory } from './device-memory.ts';
import { ObservationMetrics } from './observation-metrics.ts';
import { Observations } from './observations.ts';

const keys = Keyring.fromConfig(
  JSON.stringify({ current: 'k', keys: { k: randomBytes(32).toString('base64url') } }),
);
const active: KnownToken = { tokenId: randomUUID(), state: 'active', connectionId: null, notAfterMs: null };

interface Check extends Partial<CheckRequest> {
  readonly token?: KnownToken | null;
  readonly version?: number;
  readonly mode?: 'off' | 'enforce';
}

class Bench {
  readonly clock = new FixedClock('2026-11-24T12:00:00.000Z');
  readonly published: DevicesObserved[] = [];
  readonly registry = new Registry();
  publish: () => Promise<void> = () => Promise.resolve();
  readonly observations: Observations;

  constructor(devicesMax = 10_000) {
    const publish = (event: PublishableEvent): Promise<void> => {
      this.published.push(event as DevicesObserved);
      return this.publish();
    };
    this.observations = new Observations({
      publisher: { publish },
      clock: this.clock,
      memory: new DeviceMemory(devicesMax),
      fingerprinter: new Fingerprinter(keys, 'foreign values'),
      metrics: new ObservationMetrics(this.registry),
    });
  }

  check({ token = active, version = 3, mode = 'enforce', ...request }: Check = {}): void {
    const asked = {
      organizationId: 'acme',
      deviceId: 'd',
      platform: 'ios',
      mdmToken: 'value',
      ...request,
    } as const;
    const digests = asked.mdmToken === null ? [] : [Buffer.from(asked.mdmToken).toString('base64url')];
    const finding: Finding = {
      known: 'organization',
      version,
      policy: { mode, effectiveFromMs: null, mdmIntegrated: true },
      token: digests.length === 0 ? null : token,
      device: { boundConnectionId: null, failures: 0 },
    };
    const nowMs = this.clock.now().getTime();
    const flow = 'authentication';
    const reply = decide({ finding, flow, presented: digests.length > 0, nowMs });
    this.observations.note({ request: asked, flow, verdict: { finding, reply, nowMs, digests } });
  }

  /** Everything that has been noted so far is said. */
  async said(): Promise<readonly DeviceObservation[]> {
    await this.observations.beforeApplicationShutdown();
    return this.published.flatMap(({ observations }) => observations);
  }

  async leftOut(why: string): Promise<number> {
    const text = await this.registry.metrics();
    return Number(new RegExp(`left_out_total\\{why="${why}"\\} (\\d+)`).exec(text)?.[1] ?? 0);
  }
}

describe('what a device presents', () => {
  it('is said once, and again when the day is another', async () => {
    const bench = new Bench();
    bench.check();
    bench.check();
    bench.clock.set('2026-11-24T23:59:59.999Z');
    bench.check();
    await expect(bench.said()).resolves.toMatchObject([
      {
        deviceId: 'd',
        platform: 'ios',
        flow: 'authentication',
        at: '2026-11-24T12:00:00.000Z',
        decision: 'proceed',
        reason: 'token-active',
        presented: 'token-active',
        tokenId: active.tokenId,
        foreignFingerprint: null,
      },
    ]);
    bench.clock.set('2026-11-25T00:00:00.000Z');
    bench.check();
    bench.check();
    await expect(bench.said()).resolves.toHaveLength(2);
  });

  it.each<[string, Check]>([
    ['nothing', { mdmToken: null }],
    ['a foreign value', { mdmToken: 'foreign', token: null }],
    ['another token', { mdmToken: 'another', token: { ...active, tokenId: randomUUID() } }],
    ['another value of the same token', { mdmToken: 'edited' }],
    ['the same token, which is retiring by now', { token: { ...active, state: 'retiring' } }],
    ['the same token, which is revoked by now', { token: { ...active, state: 'revoked' } }],
    ['the same under a policy that is off', { mode: 'off' }],
    ['the same on another platform', { platform: 'android' }],
  ])('is said at once when it is %s', async (_, changed) => {
    const bench = new Bench();
    bench.check();
    bench.check(changed);
    bench.check();
    await expect(bench.said()).resolves.toHaveLength(3);
  });

  it('counts as newer than what was said before, whatever the clock of who said that', async () => {
    const bench = new Bench();
    bench.observations.hear(heard([{ at: '2026-11-24T12:01:00.000Z', reason: 'token-active' }]));
    bench.check({ mdmToken: null });
    await expect(bench.said()).resolves.toMatchObject([
      { at: '2026-11-24T12:01:00.001Z', reason: 'token-missing' },
    ]);
  });

  it('is not told by its foreign values: only equal ones are recognized', async () => {
    const bench = new Bench();
    for (const [deviceId, mdmToken] of [
      ['a', 'secret-1'],
      ['b', 'secret-1'],
      ['c', 'secret-2'],
    ] as const)
      bench.check({ deviceId, mdmToken, token: null });
    const [a, b, c] = (await bench.said()).map(({ foreignFingerprint }) => foreignFingerprint);
    expect(a).toMatch(/^[\w-]{8}$/);
    expect(b).toBe(a);
    expect(c).not.toBe(a);
    expect(JSON.stringify(bench.published)).not.toContain('secret');
  });

  it('tells the token also while the policy asks for none', async () => {
    const bench = new Bench();
    bench.check({ mode: 'off' });
    bench.check({ mode: 'off', deviceId: 'e', token: { ...active, state: 'revoked' } });
    await expect(bench.said()).resolves.toMatchObject([
      { reason: 'mdm-not-required', presented: 'token-active', tokenId: active.tokenId },
      { reason: 'mdm-not-required', presented: 'token-revoked', tokenId: active.tokenId },
    ]);
  });

  it('is not said of an organization that is not known', async () => {
    const bench = new Bench();
    for (const known of ['nothing', 'no-organization'] as const) {
      const finding = { known };
      const reply = decide({ finding, flow: 'pairing', presented: false, nowMs: 0 });
      bench.observations.note({
        request: { organizationId: 'acme', deviceId: 'd', platform: 'ios', mdmToken: null },
        flow: 'pairing',
        verdict: { finding, reply, nowMs: 0, digests: [] },
      });
    }
    await expect(bench.said()).resolves.toEqual([]);
  });
});

const heard = (observations: readonly Partial<DeviceObservation>[]): DevicesObserved => ({
  id: randomUUID(),
  type: 'DevicesObserved',
  schemaVersion: 1,
  occurredAt: '2026-11-24T12:00:00.000Z',
  correlationId: 'c',
  actor: { type: 'service', id: 'verifier' },
  organizationId: 'acme',
  activeSetVersion: 3,
  observations: observations.map((observation) => ({
    deviceId: 'd',
    platform: 'ios' as const,
    flow: 'authentication' as const,
    at: '2026-11-24T12:00:00.000Z',
    decision: 'proceed' as const,
    reason: 'token-active' as const,
    presented: 'token-active' as const,
    tokenId: active.tokenId,
    foreignFingerprint: null,
    valueTag: Buffer.from('value').toString('base64url').slice(0, 4),
    ...observation,
  })),
});

describe('what another replica has said', () => {
  it('is not said again', async () => {
    const bench = new Bench();
    bench.observations.hear(heard([{}]));
    bench.check();
    await expect(bench.said()).resolves.toEqual([]);
  });

  it('does not count when it is older than what was said here', async () => {
    const bench = new Bench();
    bench.check({ mdmToken: null });
    bench.observations.hear(heard([{ at: '2026-11-24T11:59:59.000Z' }]));
    bench.check({ mdmToken: null });
    await expect(bench.said()).resolves.toHaveLength(1);
    bench.check();
    await expect(bench.said()).resolves.toHaveLength(2);
  });
});

describe('observations', () => {
  it('are published together, at most 200 in one event, and apart by organization and active set', async () => {
    const bench = new Bench();
    for (let count = 0; count < 450; count += 1) bench.check({ deviceId: `d${count}` });
    bench.check({ deviceId: 'later', version: 4 });
    bench.check({ organizationId: 'other' });
    await bench.said();
    expect(
      bench.published.map((event) => [
        event.organizationId,
        event.activeSetVersion,
        event.observations.length,
      ]),
    ).toEqual([
      ['acme', 3, 200],
      ['acme', 3, 200],
      ['acme', 3, 50],
      ['acme', 4, 1],
      ['other', 3, 1],
    ]);
  });

  it('come within a second without anything else happening', async () => {
    const bench = new Bench();
    bench.check();
    const published = waitFor(() => bench.published.length === 1);
    await expect(endsBeforeTimer(published, 1_000)).resolves.toBe(true);
  });

  it('that JetStream did not take are said some seconds later, at the next check', async () => {
    const bench = new Bench();
    bench.publish = () => Promise.reject(new Error('JetStream is away'));
    bench.check();
    await bench.said();
    bench.publish = () => Promise.resolve();
    bench.check();
    await expect(bench.said()).resolves.toHaveLength(1);
    bench.clock.set('2026-11-24T12:00:05.000Z');
    bench.check();
    await expect(bench.said()).resolves.toHaveLength(2);
    await expect(bench.leftOut('stream')).resolves.toBe(2);
  });

  it('wait for JetStream in bounded number', async () => {
    const bench = new Bench(100_000);
    bench.publish = () => new Promise(() => undefined);
    for (let count = 0; count < 25_000; count += 1) {
      bench.clock.set(new Date(Date.parse('2026-11-24T12:00:00.000Z') + count));
      bench.check({ deviceId: `d${count}` });
    }
    expect(bench.published).toHaveLength(16);
    await expect(bench.leftOut('buffer')).resolves.toBe(5_000);
  });

  it('of invented devices are bounded per organization and second, those of devices that proceed are not', async () => {
    const bench = new Bench(100_000);
    for (let count = 0; count < 2_000; count += 1)
      bench.check({ deviceId: `invented-${count}`, mdmToken: null });
    for (let count = 0; count < 2_000; count += 1) bench.check({ deviceId: `real-${count}` });
    bench.check({ organizationId: 'other', mdmToken: null });
    const said = await bench.said();
    expect(said.filter(({ deviceId }) => deviceId.startsWith('invented'))).toHaveLength(500);
    expect(said.filter(({ deviceId }) => deviceId.startsWith('real'))).toHaveLength(2_000);
    expect(bench.published.at(-1)).toMatchObject({ organizationId: 'other' });
    await expect(bench.leftOut('rate')).resolves.toBe(1_500);
    bench.clock.set('2026-11-24T12:00:01.000Z');
    bench.check({ deviceId: 'invented-1999', mdmToken: null });
    expect((await bench.said()).at(-1)).toMatchObject({ deviceId: 'invented-1999' });
  });
});
