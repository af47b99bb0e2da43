/** What an administrator was told of one token, and what checks showed. */
export interface TokenFacts {
  readonly organizationId: string;
  readonly label: string;
  tokenId: string | null;
  value: string | null;
  /** `certain`: it was answered. `asked`: nobody knows. `gone`: a restore took it back, or it was never done. */
  created: 'asked' | 'certain' | 'gone';
  revoked: 'no' | 'asked' | 'accepted' | 'effective';
  /** When the request was begun that created or revoked it, and when it was said to be in effect; as `performance.now()`. */
  createdAskedAtMs: number;
  revokedAskedAtMs: number;
  effectiveAtMs: number;
  /** When a check was first answered `token-revoked`. */
  refusedAtMs: number;
}

export interface Violation {
  readonly promise: string;
  readonly what: string;
  readonly atSeconds: number;
  readonly during: string;
}

const violationsMax = 200;

/** All that is known to whoever uses the product: what was answered, and when. It knows nothing of how it works inside. */
export class Ledger {
  readonly tokens: TokenFacts[] = [];
  readonly violations: Violation[] = [];
  /** After which faults checks took longer to go on than they may. */
  readonly late: string[] = [];
  /** The fault that is going on or was the last one. */
  fault = 'none';
  checks = 0;
  halted = 0;
  revocations = 0;
  creations = 0;
  readonly #startMs: number;

  /** `nowMs`: as `performance.now()`. */
  constructor(
    readonly nowMs: () => number = () => performance.now(),
    private readonly tell: (line: string) => void = () => undefined,
  ) {
    this.#startMs = nowMs();
  }

  violated(promise: string, what: string): void {
    if (this.violations.length >= violationsMax) return;
    const atSeconds = Math.round((this.nowMs() - this.#startMs) / 100) / 10;
    this.violations.push({ promise, what, atSeconds, during: this.fault });
    this.tell(`VIOLATION at ${atSeconds} s (${this.fault}): ${promise}: ${what}`);
  }

  newToken(organizationId: string, label: string): TokenFacts {
    const facts: TokenFacts = {
      organizationId,
      label,
      tokenId: null,
      value: null,
      created: 'asked',
      revoked: 'no',
      createdAskedAtMs: this.nowMs(),
      revokedAskedAtMs: Infinity,
      effectiveAtMs: Infinity,
      refusedAtMs: Infinity,
    };
    this.tokens.push(facts);
    return facts;
  }

  of(organizationId: string): readonly TokenFacts[] {
    return this.tokens.filter((token) => token.organizationId === organizationId);
  }

  /**
   * The database of tokens is again what it was when the copy was made: nobody counts on what was begun after that any
   * more. Until when it was restored, requests may have been answered of a history that is gone.
   */
  restored(copiedAtMs: number): void {
    for (const token of this.tokens) {
      if (token.createdAskedAtMs >= copiedAtMs - straddlingMs && token.created === 'certain')
        token.created = 'asked';
      if (token.revokedAskedAtMs >= copiedAtMs - straddlingMs && token.revoked !== 'no') {
        token.revoked = 'asked';
        token.effectiveAtMs = Infinity;
        token.refusedAtMs = Infinity;
      }
    }
  }
}

/** What was asked for so long before a copy was made may have been done after it. */
const straddlingMs = 30_000;
