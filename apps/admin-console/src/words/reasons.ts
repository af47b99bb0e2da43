import type { CheckReason } from '@mdm-gate/contracts';

/** Why a check went as it did, in words for the person on the phone. */
export const reasonWords: Readonly<Record<CheckReason, string>> = {
  'token-active': 'Presents an active token',
  'token-retiring': 'Presents a token that is about to be revoked',
  'mdm-not-required': 'Nothing is asked of it',
  'token-missing': 'Presents no token',
  'token-unknown': 'Presents a value that is no token',
  'token-revoked': 'Presents a revoked token',
  'token-expired': 'Presents an expired token',
  'managed-by-another-mdm': 'Presents the token of another MDM than it paired with',
  'too-many-failures': 'Failed too often in a short time',
  'organization-unknown': 'The organization was not known',
  unavailable: 'The check could not be made',
};
