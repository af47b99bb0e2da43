/** How people sign in to the console. */
export interface ConsoleSettings {
  /** The client that the issuer knows the console by; null: nobody can sign in. */
  readonly client: { readonly id: string; readonly secret: string | null } | null;
  /** What is asked of the issuer; `openid` is part of it. */
  readonly scope: string;
  /** A session that is not used for so long ends. */
  readonly idleMs: number;
  /** Every session ends after so long. */
  readonly sessionMs: number;
}
