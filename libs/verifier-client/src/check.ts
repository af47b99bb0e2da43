/**
 * The words of a check as this package's users see them: plain types, so that a compiler needs nothing else installed.
 * A test holds them to the contract that the verifier answers by.
 */

export interface CheckRequest {
  readonly organizationId: string;
  /** Any id that stays the same for the device: 1 to 128 characters, none of them a control character. */
  readonly deviceId: string;
  readonly platform: 'ios' | 'android';
  /** What the device was given as managed app configuration; null when it has none. */
  readonly mdmToken: string | null;
}

/** Reasons for which a device may go on whatever the policy enforces. */
export const proceedReasons = ['token-active', 'token-retiring', 'mdm-not-required'] as const;
export type ProceedReason = (typeof proceedReasons)[number];

export type HaltReason =
  /** The device presented none. */
  | 'token-missing'
  /** It is none of the organization's. */
  | 'token-unknown'
  | 'token-revoked'
  | 'token-expired'
  /** The device is bound to one MDM connection and presents the token of another. */
  | 'managed-by-another-mdm'
  /** This device was refused too often lately. */
  | 'too-many-failures'
  | 'organization-unknown'
  /** Nobody can tell just now: always a halt. */
  | 'unavailable';

export type CheckReason = ProceedReason | HaltReason;

interface Known {
  /** The MDM token that matched. */
  readonly tokenId: string | null;
  /** 0: no set is known. */
  readonly activeSetVersion: number;
}

/** Let the flow go on. `enforced` false: the policy only monitors, and `reason` says what it would have come to. */
export type Proceed = Known & { readonly decision: 'proceed' } & (
    | { readonly reason: ProceedReason; readonly enforced: boolean }
    | { readonly reason: Exclude<HaltReason, 'unavailable'>; readonly enforced: false }
  );

/** Stop the flow. `error` is there when it is not the verifier's answer, but the lack of one that can be trusted. */
export type Halt = Known & {
  readonly decision: 'halt';
  readonly reason: HaltReason;
  readonly enforced: true;
  readonly error?: CheckError;
};

export interface CheckError {
  /** `no-responders`, `timeout`, `dependency-unavailable`, `invalid-request` (the caller's mistake), `internal-error` … */
  readonly code: string;
  readonly detail: string;
}

/** There is no third outcome and nothing is thrown: who does not see `proceed` must halt. */
export type CheckResult = Proceed | Halt;

/** One check of a batch. */
export interface BatchedCheck extends Omit<CheckRequest, 'organizationId'> {
  readonly check: 'pairing' | 'authentication';
}

export interface CheckBatch {
  readonly organizationId: string;
  /** 1 to 256. */
  readonly checks: readonly BatchedCheck[];
}

export interface CheckOptions {
  /** Finds the check again in the logs of all services. */
  readonly correlationId?: string;
  /** W3C trace context. */
  readonly traceparent?: string;
}
