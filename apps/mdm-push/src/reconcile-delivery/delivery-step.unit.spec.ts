import { DeliveryProblem } from '../vendors/delivery-problem.ts';
import { stepAfter, type Outcome, type Pace, type Standing } from './delivery-step.ts';

const pace: Pace = { driftCheckMs: 300_000, random: () => 0.5 };
const standing: Standing = {
  state: 'wanted',
  wantedTokenId: 'new',
  wantedVersion: '2',
  heldTokenId: 'old',
  attempts: 0,
  failures: 0,
  announcedVersion: '1',
  announcedFailure: null,
};
const stored: Outcome = { kind: 'stored', counts: null };
const failed = (code: 'vendor-error' | 'permission-missing', retryAfterMs?: number): Outcome => ({
  kind: 'failed',
  problem: new DeliveryProblem(code, undefined, { retryAfterMs }),
});
const after = (before: Partial<Standing>, outcome: Outcome) =>
  stepAfter({ ...standing, ...before }, outcome, pace);

describe('a delivery that was read back', () => {
  it('is stored, holds the wanted token, and is announced', () => {
    expect(after({}, stored)).toMatchObject({
      state: 'stored',
      heldTokenId: 'new',
      attempts: 1,
      announce: 'TokenDelivered',
      announcedVersion: '2',
    });
  });

  it('is announced once for each wanted token', () => {
    expect(after({ announcedVersion: '2' }, stored).announce).toBeNull();
  });

  it('is looked at again after the interval for drift, spread a little', () => {
    const intervals = [0, 0.5, 1].map(
      (random) => stepAfter(standing, stored, { ...pace, random: () => random }).nextAttemptInMs,
    );
    expect(intervals).toEqual([270_000, 300_000, 330_000]);
  });

  it('has failed no longer, so that the next failure is announced again', () => {
    const step = after({ failures: 7, announcedFailure: 'failing' }, stored);
    expect(step).toMatchObject({ failures: 0, announcedFailure: null, problem: null });
  });

  it('counts no attempts while all stays right', () => {
    expect(after({ state: 'stored', attempts: 3 }, stored).attempts).toBe(3);
  });
});

describe('a delivery that the MDM took and does not show yet', () => {
  it('is accepted, and nothing is claimed of what the MDM holds', () => {
    expect(after({}, { kind: 'accepted', counts: null })).toMatchObject({
      state: 'accepted',
      heldTokenId: 'old',
      announce: null,
    });
  });

  it('is looked at soon, and more and more rarely up to the interval for drift', () => {
    const looks = [0, 1, 2, 60, 500].map(
      (attempts) =>
        after({ state: 'accepted', attempts }, { kind: 'accepted', counts: null }).nextAttemptInMs,
    );
    expect(looks).toEqual([875, 1_312.5, 1_968.75, 262_500, 262_500]);
  });
  it('is looked at less often at first when the fleet is large', () => {
    const counts = { devices: 5_000, installed: null, holding: 0, pending: 5_000, failed: null, asOf: '' };
    expect(after({}, { kind: 'accepted', counts }).nextAttemptInMs).toBe(13_125);
  });
});

describe('a delivery that failed', () => {
  it('is failing when time may mend it, and keeps what the MDM was last seen to hold', () => {
    expect(after({}, failed('vendor-error'))).toMatchObject({
      state: 'failing',
      heldTokenId: 'old',
      failures: 1,
      announce: 'DeliveryFailed',
    });
  });

  it('is blocked when only an administrator can mend it, and is looked at now and then', () => {
    expect(after({}, failed('permission-missing'))).toMatchObject({
      state: 'blocked',
      nextAttemptInMs: 300_000,
      announce: 'DeliveryFailed',
    });
  });

  it('is announced when it begins, and when it turns from failing to blocked, and not in between', () => {
    expect(after({ announcedFailure: 'failing' }, failed('vendor-error')).announce).toBeNull();
    expect(after({ announcedFailure: 'failing' }, failed('permission-missing')).announce).toBe(
      'DeliveryFailed',
    );
  });

  it('comes back after a time that doubles, no later than the interval for drift', () => {
    const waits = [0, 1, 2, 3, 30].map(
      (failures) => after({ failures }, failed('vendor-error')).nextAttemptInMs,
    );
    expect(waits).toEqual([750, 1_500, 3_000, 6_000, 225_000]);
  });

  it('never comes back before the vendor said it may', () => {
    for (const random of [0, 0.5, 0.999]) {
      const step = stepAfter(standing, failed('vendor-error', 60_000), { ...pace, random: () => random });
      expect(step.nextAttemptInMs).toBeGreaterThanOrEqual(60_000);
    }
  });
});

describe('a delivery that a person makes', () => {
  it('waits for confirmation and has no next attempt', () => {
    expect(after({}, { kind: 'awaiting-confirmation' })).toMatchObject({
      state: 'awaiting-confirmation',
      nextAttemptInMs: null,
    });
  });
});
