import type { MdmToken, TokenState, TokenWarning } from '@mdm-gate/contracts';
import type { Tone } from '../components/notice.tsx';

export const tokenStateWords: Readonly<
  Record<TokenState, { readonly tone: Tone | 'none'; readonly word: string; readonly what: string }>
> = {
  active: { tone: 'good', word: 'Active', what: 'Devices that present it go on.' },
  retiring: { tone: 'warn', word: 'Retiring', what: 'Still lets devices go on, and is about to be revoked.' },
  revoked: { tone: 'none', word: 'Revoked', what: 'Devices that present it are halted.' },
};

export const tokenWarningWords: Readonly<Record<TokenWarning, string>> = {
  'weak-value': 'Entered by hand and easy to guess: replace it by a generated one',
  'expires-soon': 'Expires within 30 days',
  expired: 'Has expired: devices that present it are halted',
  'not-delivered': 'No MDM is known to hold it',
};

/** A word in front of a fingerprint, so that nobody takes it for the value. */
export const tokenName = ({ label, fingerprint }: Pick<MdmToken, 'label' | 'fingerprint'>): string =>
  `${label} (fingerprint ${fingerprint})`;
