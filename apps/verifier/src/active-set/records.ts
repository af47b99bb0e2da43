import {
  policyModes,
  tokenStates,
  type ActiveSet,
  type ActiveSetToken,
  type PolicyMode,
  type TokenState,
} from '@mdm-gate/contracts';
import type { Applied, KnownPolicy, KnownToken, Place } from './active-set-store.ts';
import { noLineage, placeOf, positionOf } from './place.ts';

/**
 * How an organization stands in Redis: one hash, so that a check reads two of its fields. The field `p` holds the policy
 * and the position of the set, `m` its MAC, each `c:<id>` an MDM connection, and each digest is a field that holds its token.
 * Values are joined with `|`, which none of them contains, because parsing JSON would cost a check more than asking Redis.
 */
export const policyField = 'p';
const macField = 'm';
export const connectionField = (connectionId: string): string => `c:${connectionId}`;
const separator = '|';

/** In the place of the mode: the newest set of the organization could not be read, or there is no such organization. */
const withheldMode = 'withheld';
const forgottenMode = 'forgotten';

const instant = (iso: string | null): string => (iso === null ? '' : String(Date.parse(iso)));
const milliseconds = (text: string | undefined): number | null =>
  text === undefined || text === '' ? null : Number(text);

/** Field, value, field, value…, the policy first. The version stands first in it: a verifier of an older version reads it there. */
export const recordOf = (activeSet: ActiveSet): string[] => {
  const { version, policy, connectionIds, tokens, forgotten, mac } = activeSet;
  const mode = forgotten === true ? forgottenMode : policy.mode;
  const integrated = policy.mdmIntegrated ? 1 : 0;
  const position = positionOf(activeSet);
  const policyRecord = [version, mode, instant(policy.effectiveFrom), integrated, position].join(separator);
  return [
    policyField,
    policyRecord,
    macField,
    mac,
    ...connectionIds.flatMap((id) => [connectionField(id), '1']),
    ...tokens.toSorted(strictestLast).flatMap(tokenRecord),
  ];
};

export const withheldRecord = (place: Place): string[] => [
  policyField,
  [place.version, withheldMode, '', 1, positionOf(place)].join(separator),
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

/** `policy` null: no check may be decided by it. `forgotten`: there is no such organization. */
export interface PolicyRecord {
  readonly position: string;
  readonly policy: KnownPolicy | 'forgotten' | null;
}

export const readPolicy = (record: string): PolicyRecord => {
  const [version, modeText, effectiveFrom, mdmIntegrated, position] = record.split(separator);
  const mode = modes.get(modeText);
  return {
    position: position ?? positionOf({ lineage: noLineage, version: Number(version) }),
    policy:
      mode === undefined
        ? modeText === forgottenMode
          ? 'forgotten'
          : null
        : { mode, effectiveFromMs: milliseconds(effectiveFrom), mdmIntegrated: mdmIntegrated === '1' },
  };
};

/** What the policy and the MAC of an organization tell of its set. */
export const readHeld = (policyRecord: string, mac: string | null): Applied['held'] => {
  const { position, policy } = readPolicy(policyRecord);
  const { lineage, version } = placeOf(position);
  const known = lineage === noLineage ? null : lineage;
  return { lineage: known, version, mac, withheld: policy === null, forgotten: policy === 'forgotten' };
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
