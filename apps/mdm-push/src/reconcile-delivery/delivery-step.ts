import type { DeliveryCounts, DeliveryState } from '@mdm-gate/contracts';
import type { DeliveryProblem } from '../vendors/delivery-problem.ts';

/** Where a delivery stands before a turn. */
export interface Standing {
  readonly wantedTokenId: string | null;
  readonly wantedVersion: string;
  readonly heldTokenId: string | null;
  /** Turns since another token became wanted, the MDM drifted, or (while accepted) since it was written. */
  readonly attempts: number;
  /** Turns in a row that failed. */
  readonly failures: number;
  readonly state: DeliveryState;
  /** For which wanted version TokenDelivered was published; null for none. */
  readonly announcedVersion: string | null;
  /** Which DeliveryFailed was published since it last worked; null for none. */
  readonly announcedFailure: 'failing' | 'blocked' | null;
}

/** How a turn ended. */
export type Outcome =
  | { readonly kind: 'stored'; readonly counts: DeliveryCounts | null }
  | { readonly kind: 'accepted'; readonly counts: DeliveryCounts | null }
  | { readonly kind: 'awaiting-confirmation' }
  | { readonly kind: 'failed'; readonly problem: DeliveryProblem };

export interface Step {
  readonly state: DeliveryState;
  readonly heldTokenId: string | null;
  readonly attempts: number;
  readonly failures: number;
  readonly announcedVersion: string | null;
  readonly announcedFailure: 'failing' | 'blocked' | null;
  readonly problem: DeliveryProblem | null;
  /** Null keeps what was counted before. */
  readonly counts: DeliveryCounts | null;
  /** Null: nothing to do until somebody says so. */
  readonly nextAttemptInMs: number | null;
  readonly announce: 'TokenDelivered' | 'DeliveryFailed' | null;
}

export interface Pace {
  /** How long until a delivery that is right, or that waits for an administrator, is looked at again. */
  readonly driftCheckMs: number;
  /** 0 to 1. */
  readonly random: () => number;
}

const firstBackoffMs = 1_000;
const firstLookMs = 1_000;
const lookMsPerDevice = 3;

/** What follows from how a turn ended. */
export const stepAfter = (before: Standing, outcome: Outcome, pace: Pace): Step => {
  switch (outcome.kind) {
    case 'stored':
      return afterStored(before, outcome.counts, pace);
    case 'accepted':
      return afterAccepted(before, outcome.counts, pace);
    case 'awaiting-confirmation':
      return { ...unchanged(before), state: 'awaiting-confirmation', failures: 0, nextAttemptInMs: null };
    case 'failed':
      return afterFailure(before, outcome.problem, pace);
  }
};

const unchanged = (before: Standing): Omit<Step, 'state' | 'nextAttemptInMs'> => ({
  heldTokenId: before.heldTokenId,
  attempts: before.attempts + 1,
  failures: before.failures,
  announcedVersion: before.announcedVersion,
  announcedFailure: before.announcedFailure,
  problem: null,
  counts: null,
  announce: null,
});

const afterStored = (before: Standing, counts: DeliveryCounts | null, pace: Pace): Step => ({
  ...unchanged(before),
  state: 'stored',
  heldTokenId: before.wantedTokenId,
  attempts: before.state === 'stored' ? before.attempts : before.attempts + 1,
  failures: 0,
  announcedVersion: before.wantedVersion,
  announcedFailure: null,
  counts,
  nextAttemptInMs: spread(pace.driftCheckMs, pace),
  announce: before.announcedVersion === before.wantedVersion ? null : 'TokenDelivered',
});

const afterAccepted = (before: Standing, counts: DeliveryCounts | null, pace: Pace): Step => ({
  ...unchanged(before),
  state: 'accepted',
  // Looks, not failures: the first one comes soon again after a write.
  attempts: before.state === 'accepted' ? before.attempts + 1 : 1,
  failures: 0,
  counts,
  nextAttemptInMs: nextLookMs(before.state === 'accepted' ? before.attempts : 0, counts, pace),
});

const afterFailure = (before: Standing, problem: DeliveryProblem, pace: Pace): Step => {
  const state = problem.mendedByTime ? 'failing' : 'blocked';
  return {
    ...unchanged(before),
    state,
    failures: before.failures + 1,
    announcedFailure: state,
    problem,
    nextAttemptInMs: problem.mendedByTime
      ? backoffMs(before.failures, problem, pace)
      : spread(pace.driftCheckMs, pace),
    announce: before.announcedFailure === state ? null : 'DeliveryFailed',
  };
};

/** At least what the vendor asks for; else doubling, with jitter, and no longer than a drift check is away. */
const backoffMs = (failuresBefore: number, { retryAfterMs = 0 }: DeliveryProblem, pace: Pace): number => {
  const doubledMs = Math.min(firstBackoffMs * 2 ** failuresBefore, pace.driftCheckMs);
  return Math.max(retryAfterMs * (1 + pace.random() / 10), doubledMs * (0.5 + pace.random() / 2));
};

/**
 * Devices check in within seconds or weeks: looked at soon at first, then more and more rarely. A look at a large fleet
 * is many requests, of which Ivanti allows 200 per minute: it begins with longer intervals.
 */
const nextLookMs = (looks: number, counts: DeliveryCounts | null, pace: Pace): number => {
  const firstMs = Math.max(firstLookMs, (counts?.devices ?? 0) * lookMsPerDevice);
  return Math.min(firstMs * 1.5 ** Math.min(looks, 60), pace.driftCheckMs) * (0.75 + pace.random() / 4);
};

/** A tenth earlier or later, so that what was delivered together is not looked at together for ever. */
const spread = (ms: number, { random }: Pace): number => ms * (0.9 + random() / 5);
