import type { PolicyMode } from '@mdm-gate/contracts';
import type { OperationUnderWay } from '../operations/operation-rows.ts';
import type { HeldToken, LivingToken, RefusedValue } from '../token/token.ts';

export interface Policy {
  readonly mode: PolicyMode;
  readonly effectiveFrom: Date | null;
  /** For so long after it was seen a device counts as active. */
  readonly activeDays: number;
  /** A rotation begins by itself when the newest value of a scope is so old. Null: only people begin them. */
  readonly rotateEveryDays: number | null;
  /** Such a rotation goes on once so many of the devices concerned are on the new token. */
  readonly rotateWhenShare: number;
}

/** All that the rules look at when an organization is changed. */
export interface OrganizationState {
  readonly organizationId: string;
  /** The history that its active sets are of; null while it has none. */
  readonly lineage: string | null;
  /** The active set's version: grows by 1 at every change. */
  readonly version: number;
  /** The key of the active set's MAC; null while it has none. */
  readonly macKeyId: string | null;
  readonly policy: Policy;
  /** Grows by 1 whenever the policy is set; its ETag. */
  readonly policyVersion: number;
  readonly connectionIds: readonly string[];
  /** Once there, and gone for good: ids are never used again. */
  readonly removedConnectionIds: readonly string[];
  /** Those that are not revoked, oldest first. */
  readonly tokens: readonly LivingToken[];
  /** The recently revoked ones, newest first. */
  readonly revokedValues: readonly RefusedValue[];
  /** Those that the active set names: the ones that were recent when its version came to be, newest first. */
  readonly namedValues: readonly RefusedValue[];
  /** What the MDM systems were last read back to hold. */
  readonly held: readonly HeldToken[];
  /** What has been begun in other services, or is to take effect, and has not ended. */
  readonly underWay: readonly OperationUnderWay[];
}

/** How long, and how many, revoked values are told from unknown ones. */
export const revokedValueAgeMaxDays = 30;
export const revokedValuesMax = 50;

const dayMs = 86_400_000;

export const oldestRevocation = (now: Date): Date => new Date(now.getTime() - revokedValueAgeMaxDays * dayMs);
