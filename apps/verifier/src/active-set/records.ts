import {
  policyModes,
  tokenStates,
  type ActiveSet,
  type ActiveSetToken,
  type PolicyMode,
  type TokenState,
} from '@mdm-gate/contracts';
import type { KnownPolicy, KnownToken } from './active-set-store.ts';

/**
 * How an organization stands in Redis: one hash, so that a check reads two of its fields. The field `p` holds the version
 * and the policy, and each digest is a field that holds its token. Values are joined with `|`, which none of them contains,
 * because parsing JSON would cost a check more than asking Redis.
 */
export const policyField = 'p';
const separator = '|';

/** In the place of the mode, when the newest set of the organization could not be read. */
const withheldMode = 'withheld';

const instant = (iso: string | null): string => (iso === null ? '' : String(Date.parse(iso)));
const milliseconds = (text: string | undefined): number | null =>
  text === undefined || text === '' ? null : Number(text);

/** Field, value, field, value…, the policy first. */
export const recordOf = ({ version, policy, tokens }: ActiveSet): string[] => {
  const { mode, effectiveFrom, mdmIntegrated } = policy;
  const policyRecord = [version, mode, instant(effectiveFrom), mdmIntegrated ? 1 : 0].join(separator);
  return [policyField, policyRecord, ...tokens.toSorted(strictestLast).flatMap(tokenRecord)];
};

export const withheldRecord = (version: number): string[] => [
  policyField,
  [version, withheldMode, '', 1].join(separator),
];

/** Should one value ever stand in a set twice, the later field wins: a revoked value must not match as active. */
const strictestLast = (a: ActiveSetToken, b: ActiveSetToken): number =>
  tokenStates.indexOf(a.state) - tokenStates.indexOf(b.state);

const tokenRecord = ({ digest, state, tokenId, connectionId, notAfter }: ActiveSetToken): string[] => [
  digest,
  [(connectionId === null ? '-' : '+') + state, tokenId, connectionId ?? '', instant(notAfter)].join(
    separator,
  ),
];

const modes = new Map<string | undefined, PolicyMode>(policyModes.map((mode) => [mode, mode]));
/** With the flag of tokens that are for one connection, and without. */
const states = new Map<string | undefined, TokenState>(
  tokenStates.flatMap((state) => [
    [`+${state}`, state],
    [`-${state}`, state],
  ]),
);

/** Null: no check may be decided by it. */
export const readPolicy = (record: string): { version: number; policy: KnownPolicy } | null => {
  const [version, modeText, effectiveFrom, mdmIntegrated] = record.split(separator);
  const mode = modes.get(modeText);
  if (mode === undefined) return null;
  return {
    version: Number(version),
    policy: {
      mode,
      effectiveFromMs: milliseconds(effectiveFrom),
      mdmIntegrated: mdmIntegrated === '1',
    },
  };
};

/** The first character says whether the token is for one connection. A state that nobody knows counts as the strictest. */
export const readToken = (record: string): KnownToken => {
  const [flaggedState, tokenId = '', connectionId = '', notAfter] = record.split(separator);
  return {
    state: states.get(flaggedState) ?? 'revoked',
    tokenId,
    connectionId: connectionId === '' ? null : connectionId,
    notAfterMs: milliseconds(notAfter),
  };
};
