import type { HeldReason, RotationState } from '@mdm-gate/contracts';
import type { Change } from '../organization/change.ts';
import { revokedValueOf } from '../token/revoked-value-of.ts';
import type { RevocationReason, Token } from '../token/token.ts';
import type { OpenState, StoredRotation } from './rotation.entity.ts';

/** A rotation with its tokens as they are. */
export interface Situation {
  readonly rotation: StoredRotation;
  /** The new one and those that it replaces. */
  readonly tokens: readonly Token[];
  readonly now: Date;
}

/** What a step changes: the rotation, its tokens, and what others are told of them. */
export interface Step {
  readonly rotation: StoredRotation;
  readonly change: Pick<Change, 'announcement' | 'tokens' | 'revokedValues'>;
}

const nothingElse = { announcement: null } as const;

const inState = (rotation: StoredRotation, state: RotationState, now: Date): StoredRotation => ({
  ...rotation,
  state,
  stateSince: now,
  heldIn: null,
  heldBecause: null,
  version: rotation.version + 1,
});

const changed = (token: Token, of: Partial<Token>, now: Date): Token => ({
  ...token,
  ...of,
  changedAt: now,
  version: token.version + 1,
});

const revoked = (token: Token, now: Date, because: RevocationReason): Token =>
  changed(token, { state: 'revoked', revokedAt: now, revokedBecause: because }, now);

const oldTokens = ({ rotation, tokens }: Situation, ...states: Token['state'][]): readonly Token[] =>
  tokens.filter(({ tokenId, state }) => rotation.replaces.includes(tokenId) && states.includes(state));

/** Old tokens become retiring: they still match, and each use of them is told. */
const toGrace = (situation: Situation): Step => {
  const { rotation, now } = situation;
  const retiring = oldTokens(situation, 'active').map((token) => changed(token, { state: 'retiring' }, now));
  const [first] = retiring;
  const next = inState(rotation, 'grace', now);
  if (first === undefined) return { rotation: next, change: nothingElse };
  return {
    rotation: next,
    change: { announcement: { type: 'TokenChanged', tokenId: first.tokenId }, tokens: retiring },
  };
};

const toCompleted = (situation: Situation): Step => {
  const { rotation, now } = situation;
  const old = oldTokens(situation, 'active', 'retiring');
  const [first] = old;
  const next = inState(rotation, 'completed', now);
  if (first === undefined) return { rotation: next, change: nothingElse };
  return {
    rotation: next,
    change: {
      announcement: { type: 'TokenRevoked', tokenId: first.tokenId },
      tokens: old.map((token) => revoked(token, now, 'retired')),
      revokedValues: old.map((token) => revokedValueOf(token, now)),
    },
  };
};

/** The state whose end the next step is: a held rotation goes on from where it was held. */
export const openStateOf = ({ state, heldIn }: StoredRotation): OpenState | null => {
  if (state === 'held') return heldIn;
  return state === 'completed' || state === 'cancelled' ? null : state;
};

/** Null: it has ended. A deadline that has passed has been answered by whoever advances it. */
export const advanced = (situation: Situation): Step | null => {
  const { rotation, now } = situation;
  switch (openStateOf(rotation)) {
    case 'delivering':
      return { rotation: inState(rotation, 'adopting', now), change: nothingElse };
    case 'adopting':
      return toGrace(situation);
    case 'grace':
      return toCompleted(situation);
    case null:
      return null;
  }
};

export const held = ({ rotation, now }: Situation, because: HeldReason): Step => ({
  rotation: {
    ...inState(rotation, 'held', now),
    heldIn: openStateOf(rotation),
    heldBecause: because,
  },
  change: nothingElse,
});

/** Null: nobody holds it. From then on it is as if it had just come into its state. */
export const resumed = ({ rotation, now }: Situation): Step | null =>
  rotation.heldBecause === 'by-hand' && rotation.heldIn !== null
    ? { rotation: inState(rotation, rotation.heldIn, now), change: nothingElse }
    : null;

/** The new token goes, whatever it is by now; old ones that were retiring for it are active again. */
export const cancelled = (situation: Situation): Step => {
  const { rotation, tokens, now } = situation;
  const back = oldTokens(situation, 'retiring').map((token) => changed(token, { state: 'active' }, now));
  const gone = tokens.filter(({ tokenId, state }) => tokenId === rotation.tokenId && state !== 'revoked');
  const [first] = gone;
  const [again] = back;
  return {
    rotation: inState(rotation, 'cancelled', now),
    change: {
      announcement:
        first !== undefined
          ? { type: 'TokenRevoked', tokenId: first.tokenId }
          : again !== undefined
            ? { type: 'TokenChanged', tokenId: again.tokenId }
            : null,
      tokens: [...back, ...gone.map((token) => revoked(token, now, 'retired'))],
      revokedValues: gone.map((token) => revokedValueOf(token, now)),
    },
  };
};

/** What follows for a rotation from the revocation of one of its tokens; null when nothing does. */
export const afterRevocation = (
  situation: Situation,
  tokenId: string,
  because: RevocationReason,
): Step | null => {
  const { rotation, tokens } = situation;
  if (openStateOf(rotation) === null) return null;
  const left = { ...situation, tokens: tokens.filter((token) => token.tokenId !== tokenId) };
  if (tokenId === rotation.tokenId) return cancelled(left);
  if (oldTokens(left, 'active', 'retiring').length === 0) return toCompleted(left);
  return because === 'compromised' && openStateOf(rotation) !== 'grace' ? toGrace(left) : null;
};
