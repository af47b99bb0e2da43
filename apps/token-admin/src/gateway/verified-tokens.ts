import { hash } from 'node:crypto';
import type { Caller } from './caller.ts';

/** For so long an issuer's key that was withdrawn still counts; keys themselves are kept for ten minutes. */
const keptMsMax = 60_000;
const tokensMax = 10_000;

interface VerifiedToken {
  readonly caller: Caller;
  readonly expiresAtMs: number;
  readonly keptUntilMs: number;
}

const nameOf = (token: string): string => hash('sha256', token, 'base64');

/** Whose tokens were verified a moment ago: most of what a request costs that is refused is the check of its signature. */
export class VerifiedTokens {
  /** By their hash, in the order in which they were verified. */
  readonly #tokens = new Map<string, VerifiedToken>();

  constructor(private readonly monotonicMs: () => number = () => performance.now()) {}

  find(token: string): Caller | undefined {
    const name = nameOf(token);
    const known = this.#tokens.get(name);
    if (known === undefined) return undefined;
    if (known.keptUntilMs > this.monotonicMs() && known.expiresAtMs > Date.now()) return known.caller;
    this.#tokens.delete(name);
    return undefined;
  }

  keep(token: string, caller: Caller, expiresAtSeconds: number): void {
    const [oldest] = this.#tokens.keys();
    if (oldest !== undefined && this.#tokens.size >= tokensMax) this.#tokens.delete(oldest);
    const keptUntilMs = this.monotonicMs() + keptMsMax;
    this.#tokens.set(nameOf(token), { caller, expiresAtMs: expiresAtSeconds * 1_000, keptUntilMs });
  }
}
