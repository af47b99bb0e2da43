import {
  judgeBound,
  judgeHaltedTime,
  judgeHonest,
  judgeListed,
  judgeStranger,
  judgeToken,
  whyCheckDiffers,
  type CheckSeen,
  type ListedToken,
} from './judgements.ts';
import { Ledger, type TokenFacts } from './ledger.ts';

/** What happened, in the order and at the second in which it did. */
type Step = (history: History) => void;

class History {
  nowMs = 0;
  readonly ledger = new Ledger(() => this.nowMs);
  readonly tokens = new Map<string, TokenFacts>();

  token(label: string): TokenFacts {
    const known = this.tokens.get(label);
    if (known !== undefined) return known;
    const token = this.ledger.newToken('acme', label);
    this.tokens.set(label, token);
    return token;
  }
}

const seenAt = (
  askedAtMs: number,
  reason: CheckSeen['reason'],
  decision: CheckSeen['decision'] = reason === 'token-active' ? 'proceed' : 'halt',
): CheckSeen => ({ askedAtMs, reason, decision });

const created =
  (label = 'one'): Step =>
  (history) => {
    const token = history.token(label);
    token.tokenId = `id of ${label}`;
    token.value = `value of ${label}`;
    token.created = 'certain';
  };
const revoked =
  (as: 'asked' | 'accepted' | 'effective', label = 'one'): Step =>
  (history) => {
    const token = history.token(label);
    token.revokedAskedAtMs = history.nowMs;
    token.revoked = as;
    if (as === 'effective') token.effectiveAtMs = history.nowMs;
  };
/** Asked as long before its answer as that took. */
const checked =
  (
    reason: CheckSeen['reason'],
    { tookMs = 0, decision = undefined as CheckSeen['decision'] | undefined } = {},
  ): Step =>
  (history) => {
    judgeToken(history.ledger, history.token('one'), seenAt(history.nowMs - tookMs, reason, decision));
  };
const listed =
  (...tokens: readonly (readonly [label: string, state: string])[]): Step =>
  (history) => {
    const all = tokens.map(([label, state]): ListedToken => ({ tokenId: `id of ${label}`, label, state }));
    for (const token of history.tokens.values()) judgeListed(history.ledger, token, all);
  };
const restoredTo =
  (copiedAtMs: number): Step =>
  (history) => {
    history.ledger.restored(copiedAtMs);
  };

/** A second passes before each step. */
const violationsOf = (steps: readonly Step[]): readonly string[] => {
  const history = new History();
  for (const step of steps) {
    history.nowMs += 1_000;
    step(history);
  }
  return history.ledger.violations.map(({ promise }) => promise);
};

const effective = 'effective: true means refused';
const staysRefused = 'what was refused as revoked stays refused';

describe('a history in which every promise was kept', () => {
  it.each<[string, readonly Step[]]>([
    [
      'a life',
      [
        created(),
        checked('token-active'),
        revoked('effective'),
        checked('token-revoked'),
        listed(['one', 'revoked']),
      ],
    ],
    [
      'a check that was asked before the revocation was in effect',
      [created(), revoked('effective'), checked('token-active', { tookMs: 1_500 })],
    ],
    [
      'a revocation that is still to come',
      [
        created(),
        revoked('accepted'),
        checked('token-active'),
        checked('token-revoked'),
        checked('token-revoked'),
      ],
    ],
    [
      'a revocation that nobody answered, and that was not done',
      [
        created(),
        revoked('asked'),
        checked('token-active'),
        listed(['one', 'active']),
        checked('token-active'),
      ],
    ],
    [
      'checks that nobody can answer',
      [created(), checked('unavailable'), revoked('effective'), checked('unavailable')],
    ],
    [
      'a restore that takes back a creation and a revocation',
      [
        created(),
        revoked('effective'),
        checked('token-revoked'),
        restoredTo(500),
        checked('token-active'),
        listed(),
        checked('token-unknown'),
      ],
    ],
  ])('is found right: %s', (_, steps) => {
    expect(violationsOf(steps)).toEqual([]);
  });
});

describe('a verifier that breaks a promise is found out', () => {
  it.each<[string, readonly Step[], readonly string[]]>([
    [
      'that answers from a stale copy after a revocation was in effect',
      [created(), checked('token-active'), revoked('effective'), checked('token-active')],
      [effective],
    ],
    [
      'one replica of which answers from a stale copy',
      [
        created(),
        revoked('effective'),
        checked('token-revoked'),
        checked('token-active'),
        checked('token-revoked'),
      ],
      [effective, staysRefused],
    ],
    [
      'that goes back to an older set although nobody restored anything',
      [created(), revoked('accepted'), checked('token-revoked'), checked('token-active')],
      [staysRefused],
    ],
    [
      'that lets a revoked token on under another name for the reason',
      [created(), revoked('effective'), checked('mdm-not-required', { decision: 'proceed' })],
      [effective],
    ],
    [
      'that refuses as revoked what nobody revoked',
      [created(), checked('token-revoked')],
      ['only what somebody revoked is refused so'],
    ],
    [
      'that takes a restore of much later for its excuse',
      [created(), revoked('effective'), restoredTo(60_000), checked('token-active')],
      [effective],
    ],
  ])('%s', (_, steps, promises) => {
    expect(violationsOf(steps)).toEqual(promises);
  });

  it('that lets strangers on, or a device of another MDM, or halts those who did nothing', () => {
    const ledger = new Ledger();
    const seen = (reason: CheckSeen['reason'], decision: CheckSeen['decision']) => ({
      askedAtMs: 0,
      reason,
      decision,
    });
    judgeStranger(ledger, 'acme', seen('token-unknown', 'halt'));
    judgeStranger(ledger, 'acme', seen('unavailable', 'halt'));
    judgeBound(ledger, 'acme', seen('managed-by-another-mdm', 'halt'));
    judgeHonest(ledger, 'acme', seen('token-active', 'proceed'));
    judgeHonest(ledger, 'acme', seen('unavailable', 'halt'));
    expect([ledger.violations, ledger.halted]).toEqual([[], 1]);
    judgeStranger(ledger, 'acme', seen('mdm-not-required', 'proceed'));
    judgeBound(ledger, 'acme', seen('token-active', 'proceed'));
    judgeHonest(ledger, 'acme', seen('token-unknown', 'halt'));
    judgeHonest(ledger, 'acme', seen('organization-unknown', 'halt'));
    expect(ledger.violations.map(({ promise }) => promise)).toEqual([
      'no stranger goes on',
      'a device has one MDM',
      'a token that stays is refused by nobody',
      'a token that stays is refused by nobody',
    ]);
  });

  it.each([
    ['active', ['token-active']],
    ['revoked', ['token-revoked', 'token-unknown']],
    ['unlisted', ['token-unknown']],
  ] as const)('that does not follow what is listed as %s', (state, expected) => {
    const token = new History().token('one');
    const all = state === 'unlisted' ? [] : [{ tokenId: 'id of one', label: 'one', state }];
    const reasons = ['token-active', 'token-revoked', 'token-unknown', 'unavailable'] as const;
    const followed = reasons.filter((reason) => whyCheckDiffers(token, all, reason) === null);
    expect(followed).toEqual(expected);
  });
});

describe('a gateway that breaks a promise is found out', () => {
  it.each<[string, readonly Step[], readonly string[]]>([
    ['that loses what it answered 201', [created(), listed()], ['what was answered 201 is there']],
    [
      'that does twice what it was asked twice under one key',
      [created(), listed(['one', 'active'], ['one', 'active'])],
      ['what is asked twice is done once'],
    ],
    [
      'that forgets a revocation it answered',
      [created(), revoked('accepted'), listed(['one', 'active'])],
      ['what was answered as revoked is revoked'],
    ],
    [
      'that loses what a copy of a minute later held',
      [created(), restoredTo(60_000), listed()],
      ['what was answered 201 is there'],
    ],
  ])('%s', (_, steps, promises) => {
    expect(violationsOf(steps)).toEqual(promises);
  });
});

describe('checks that are halted for longer than they may', () => {
  it('are told with the fault', () => {
    const ledger = new Ledger();
    judgeHaltedTime(ledger, 'kill redis', 4.9);
    expect(ledger.late).toEqual([]);
    judgeHaltedTime(ledger, 'freeze nats', 5.1);
    expect(ledger.late).toEqual(['freeze nats: 5.1 s']);
  });
});
