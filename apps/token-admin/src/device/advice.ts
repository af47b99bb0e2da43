import type { CheckReason, NamedToken, PresentedState } from '@mdm-gate/contracts';
import type { DeviceRow } from './device-row.ts';

const adviceOn: Readonly<Record<PresentedState | CheckReason, string>> = {
  'token-active': 'The device presents an active token: there is nothing to do.',
  'token-retiring':
    'The device still presents a token that is being replaced. Have its MDM synchronize it, then open the app again: it reads its configuration when it starts.',
  'mdm-not-required': 'Nothing is required of the device at present.',
  'token-missing':
    'The app was given no token. Look whether the device is enrolled in the MDM, whether the app is installed and managed by it, and whether the delivery for its platform is stored; then open the app again.',
  'token-unknown':
    'The device presents a value that is none of the tokens. If many devices present the same one, it was probably mistyped in an MDM; else the device may belong to another organization.',
  'token-revoked':
    'The device presents a value that was revoked. Have its MDM synchronize it, then open the app again; a device restored from a backup needs that too.',
  'token-expired': 'The token has expired. Prolong it, or create its successor and let the MDM deliver it.',
  'managed-by-another-mdm':
    'The device paired with the token of another MDM connection. If it has moved for good, release the device and pair it again.',
  'too-many-failures':
    'The device failed too often and has to wait for some minutes. Mend what it presents first.',
  'organization-unknown': 'The organization is not known.',
  unavailable: 'The check could not be decided. Try again.',
};

const proceedingReasons: ReadonlySet<CheckReason> = new Set(['token-active', 'token-retiring']);

/** What the value is worth now: its token may have been retired or revoked since the device presented it. */
const worthNow = (presented: PresentedState, token: NamedToken | null): PresentedState => {
  if (presented !== 'token-active' && presented !== 'token-retiring') return presented;
  return token === null || token.state === 'active' ? presented : `token-${token.state}`;
};

/** What the device's last check means, and what to do. What it presents tells more than that nothing is required now. */
export const adviceFor = (
  { reason, presented: then, decision }: DeviceRow,
  token: NamedToken | null,
): string => {
  const presented = worthNow(then, token);
  if (proceedingReasons.has(reason)) return adviceOn[presented];
  if (reason === 'too-many-failures') return adviceOn[reason];
  const advice = adviceOn[presented];
  if (decision === 'halt' || presented === 'token-active' || presented === 'token-retiring') return advice;
  return `The device was let through only because the policy does not halt it. ${advice}`;
};
