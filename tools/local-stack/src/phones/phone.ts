import type { CheckResult } from '@mdm-gate/verifier-client';
import type { ManagedDevice, VendorName } from '../story/story-context.ts';

/** A phone somebody can play with: one that a simulated MDM manages, or a stranger's. */
export interface Phone {
  readonly deviceId: string;
  readonly platform: ManagedDevice['platform'];
  /** Null for a phone that no MDM manages. */
  readonly managed: ManagedDevice | null;
}

export const strangersPhone: Phone = { deviceId: 'phone-of-a-stranger', platform: 'ios', managed: null };

export const acts = { pairing: 'Pair', authentication: 'Authenticate' } as const;
export type Act = keyof typeof acts;

/** What came of a phone's asking. */
export interface Asked {
  readonly act: Act;
  readonly phone: Phone;
  readonly presented: 'a token' | 'nothing';
  readonly result: Pick<CheckResult, 'decision' | 'reason'>;
}

export const mdmWords: Readonly<Record<VendorName, string>> = {
  intune: 'Microsoft Intune',
  workspaceOne: 'Workspace ONE UEM',
  mobileiron: 'Ivanti Neurons for MDM',
};
