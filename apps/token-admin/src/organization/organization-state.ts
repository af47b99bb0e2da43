import type { PolicyMode } from '@mdm-gate/contracts';
import type { HeldToken, LivingToken, RefusedValue } from '../token/token.ts';

export interface Policy {
  readonly mode: PolicyMode;
  readonly effectiveFrom: Date | null;
}

/** All that the rules look at when an organization is changed. */
export interface OrganizationState {
  readonly organizationId: string;
  /** The active set's version: grows by 1 at every change. */
  readonly version: number;
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
  /** What the MDM systems were last read back to hold. */
  readonly held: readonly HeldToken[];
}

/** How long, and how many, revoked values are told from unknown ones. */
export const revokedValueAgeMaxDays = 30;
export const revokedValuesMax = 50;

const dayMs = 86_400_000;

export const oldestRevocation = (now: Date): Date => new Date(now.getTime() - revokedValueAgeMaxDays * dayMs);
