import type { Actor } from '@mdm-gate/contracts';

/** What a thing was like, in words of the API; anything that JSON holds, and no secrets. */
export type AuditContent = object;

/** Who caused something, within which request, and from where. */
export interface Cause {
  readonly actor: Actor;
  /** One id for one intended change, however often it is tried: it is recorded as allowed only once. */
  readonly operationId: string;
  readonly correlationId: string;
  readonly sourceAddress: string | null;
}

/**
 * `intended`: about to be done, in another service; a later row of the same operation says how it ended. `failed`: it
 * was not done, or nobody knows whether it was.
 */
export type AuditOutcome = 'intended' | 'allowed' | 'refused' | 'failed';

/** What was done or refused. `before` and `after` hold no secrets. */
export interface AuditEntry {
  readonly action: string;
  readonly outcome: AuditOutcome;
  readonly subjectId: string | null;
  readonly before: AuditContent | null;
  readonly after: AuditContent | null;
}

/** An entry in its place in the chain. */
export interface AuditRow extends Cause, AuditEntry {
  readonly organizationId: string;
  readonly sequence: number;
  readonly occurredAt: Date;
  /** The audit key that `hash` was made under; null in rows from before there were any. */
  readonly keyId: string | null;
  readonly hash: string;
}
