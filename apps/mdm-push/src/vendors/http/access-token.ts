import { SecretText } from '@mdm-gate/service-kit';
import { z } from 'zod';
import type { Look } from '../attempt.ts';

/** What an OAuth token endpoint answers, RFC 6749 §5.1. */
export const accessTokenAnswerSchema = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().default(300),
});

export interface IssuedToken {
  readonly token: SecretText;
  readonly lifetimeMs: number;
}

type UsableToken = IssuedToken & { readonly usableUntilMs: number };

/** Old tokens are not used in their last minute: the request takes time, and clocks differ. */
const marginMs = 60_000;

/** An access token that is fetched when needed, once for all who ask, and kept until shortly before it ends. */
export class AccessToken {
  #current: Promise<UsableToken> | undefined;
  #issuedTo = new WeakSet<Look>();

  constructor(private readonly fetchToken: (look: Look) => Promise<IssuedToken>) {}

  async get(look: Look): Promise<SecretText> {
    const current = await this.#current?.catch(() => undefined);
    if (current !== undefined && current.usableUntilMs > performance.now()) return current.token;
    return (await this.#renew(look)).token;
  }

  /** Whether it was issued in this very turn, so that it knows all permissions. */
  isIssuedTo(look: Look): boolean {
    return this.#issuedTo.has(look);
  }

  /** The vendor refused it before its time (a permission was changed, a secret was revoked). */
  discard(): void {
    this.#current = undefined;
  }

  #renew(look: Look): Promise<UsableToken> {
    const renewal = this.fetchToken(look).then((issued) => ({
      ...issued,
      usableUntilMs: performance.now() + Math.max(issued.lifetimeMs - marginMs, issued.lifetimeMs / 2),
    }));
    this.#current = renewal;
    this.#issuedTo = new WeakSet([look]);
    renewal.catch(() => {
      if (this.#current === renewal) this.#current = undefined;
    });
    return renewal;
  }
}

export const issuedToken = (answer: z.output<typeof accessTokenAnswerSchema>): IssuedToken => ({
  token: new SecretText(answer.access_token),
  lifetimeMs: answer.expires_in * 1_000,
});
