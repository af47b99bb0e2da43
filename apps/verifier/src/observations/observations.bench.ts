import { randomBytes } from 'node:crypto';
import { Fingerprinter, Keyring } from '@mdm-gate/encryption';
import { SystemClock } from '@mdm-gate/service-kit';
import { Registry } from '@prometheus-io/client';
import type { Finding, KnownToken } from '../active-set/active-set-store.ts';
import { DeviceMemory } from './device-memory.ts';
import { ObservationMetrics } from './observation-metrics.ts';
import { Observations, type Seen } from './observations.ts';

/** Processor time per check that the observation of a device costs when nothing has changed, as JSON in microseconds. */
const devices = 100_000;
const rounds = 20;

const tokenId = '01930000-0000-7000-8000-000000000001';
const token: KnownToken = { tokenId, state: 'active', connectionId: null, notAfterMs: null };
const finding: Finding = {
  known: 'organization',
  version: 3,
  policy: { mode: 'enforce', effectiveFromMs: null, mdmIntegrated: true },
  token,
  device: { boundConnectionId: null, failures: 0 },
};
const reply = {
  decision: 'proceed',
  reason: 'token-active',
  enforced: true,
  tokenId,
  activeSetVersion: 3,
} as const;

const keys = Keyring.fromConfig(
  JSON.stringify({ current: 'k', keys: { k: randomBytes(32).toString('base64url') } }),
);
const observations = new Observations({
  publisher: { publish: () => Promise.resolve() },
  clock: new SystemClock(),
  memory: new DeviceMemory(2 * devices),
  fingerprinter: new Fingerprinter(keys, 'foreign values'),
  metrics: new ObservationMetrics(new Registry()),
});
const digests = [randomBytes(32).toString('base64url')];
const checks: readonly Seen[] = Array.from({ length: devices }, (_, index) => ({
  request: {
    organizationId: `o-${index % 1_000}`,
    deviceId: `device-${index}`,
    platform: 'ios',
    mdmToken: 'v',
  },
  flow: 'authentication',
  verdict: { finding, reply, nowMs: Date.now(), digests },
}));
const noteAll = (): void => {
  for (const check of checks) observations.note(check);
};

// So many at a time are said; the rest of each round is said in the next.
for (let round = 0; round < 8; round += 1) {
  noteAll();
  await observations.beforeApplicationShutdown();
}
/** The verifier has read the check anyway. */
let read = 0;
const readAll = (): void => {
  for (const { request, verdict } of checks)
    read += request.deviceId.length + request.organizationId.length + verdict.nowMs;
};
const micros = (work: () => void): number => {
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / (devices * rounds);
};

const reading = micros(readAll);
if (read === 0) throw new Error('Nothing was read');
process.stdout.write(`${JSON.stringify({ microsPerCheck: micros(noteAll) - reading })}\n`);
