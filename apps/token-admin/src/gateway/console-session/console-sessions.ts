import { KeyringError, SealedBox, UnsealError, type Sealed } from '@mdm-gate/encryption';
import { Clock, CodedError } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import type { ConsoleSessionEntity } from './console-session.entity.ts';
import { IssuerClient, SignInRefused, type SignedIn } from './issuer-client.ts';
import { newSessionSecret } from './session-cookie.ts';
import { SessionRows, type Place } from './session-rows.ts';
import { sessionTokensSchema, type SessionTokens } from './session-tokens.ts';

/** A token that ends this soon might have ended when it is looked at. */
const renewBeforeMs = 30_000;

const binding = (sessionId: string): readonly string[] => ['console session', sessionId];

/** Who is signed in to the console. What the issuer gave stays here; the browser holds 256 random bits. */
@Injectable()
export class ConsoleSessions {
  constructor(
    private readonly rows: SessionRows,
    private readonly sealedBox: SealedBox,
    private readonly clock: Clock,
    private readonly issuer: IssuerClient,
  ) {}

  /** Answers with what the browser is to hold. */
  async start({ tokens, name }: SignedIn, subject: string, place: Place): Promise<string> {
    const secret = newSessionSecret();
    await this.rows.add({
      secret,
      subject,
      name,
      place,
      seal: (sessionId) => this.#seal(sessionId, tokens),
    });
    return secret;
  }

  /**
   * The session and an access token that is still good. `isAttended`: a person is at work, which puts its idle end off.
   * Throws `session-ended`.
   */
  async use(
    secret: string,
    isAttended: boolean,
  ): Promise<{ session: ConsoleSessionEntity; accessToken: string }> {
    const session = await this.rows.find(secret);
    if (session === null) throw new CodedError('session-ended');
    const tokens = this.#open(session);
    if (isAttended) await this.rows.noteUse(session);
    if (!this.#endsSoon(tokens)) return { session, accessToken: tokens.accessToken };
    const renewed = await this.rows.replaceTokens(session.sessionId, (current) => this.#renewed(current));
    return { session, accessToken: this.#open(renewed).accessToken };
  }

  /** Ends it, and answers with where the issuer ends its own session; null where it does not, or nobody was signed in. */
  async signOut(secret: string, returnTo: string): Promise<string | null> {
    const session = await this.rows.find(secret);
    if (session === null) return null;
    await this.rows.end(session.sessionId, session.subject);
    return this.issuer.signOutUrl(this.#open(session).idToken, returnTo).catch(() => null);
  }

  /** Issuers take a refresh token once: whoever comes second finds what the first one got. */
  async #renewed(session: ConsoleSessionEntity): Promise<Sealed | null> {
    const tokens = this.#open(session);
    if (!this.#endsSoon(tokens)) return null;
    try {
      return this.#seal(session.sessionId, await this.issuer.refresh(tokens));
    } catch (cause) {
      if (cause instanceof SignInRefused) throw new CodedError('session-ended', undefined, { cause });
      throw cause;
    }
  }

  #endsSoon({ accessTokenEndsAtMs }: SessionTokens): boolean {
    return accessTokenEndsAtMs - renewBeforeMs < this.clock.now().getTime();
  }

  #seal(sessionId: string, tokens: SessionTokens): Sealed {
    return this.sealedBox.seal(JSON.stringify(tokens), binding(sessionId));
  }

  /** A session sealed under a key that has been taken away has ended. */
  #open({ sealedTokens, sessionId }: ConsoleSessionEntity): SessionTokens {
    try {
      return sessionTokensSchema.parse(JSON.parse(this.sealedBox.open(sealedTokens, binding(sessionId))));
    } catch (cause) {
      if (cause instanceof UnsealError || cause instanceof KeyringError)
        throw new CodedError('session-ended', undefined, { cause });
      throw cause;
    }
  }
}
