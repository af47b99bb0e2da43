import { CodedError } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { OidcVerifier } from '../oidc-verifier.ts';
import { ConsoleSessions } from './console-sessions.ts';
import { IssuerClient } from './issuer-client.ts';
import type { Place } from './session-rows.ts';
import { SignInCookie } from './sign-in-cookie.ts';

/** From leaving for the issuer to a session. */
@Injectable()
export class SignIn {
  constructor(
    private readonly issuer: IssuerClient,
    private readonly cookie: SignInCookie,
    private readonly oidc: OidcVerifier,
    private readonly sessions: ConsoleSessions,
  ) {}

  /** Where to go, and what has to come back. */
  async begin(returnTo: string, redirectUri: string): Promise<{ url: string; cookie: string }> {
    const { started, cookie } = this.cookie.begin(returnTo);
    return { url: await this.issuer.authorizationUrl(started, redirectUri), cookie };
  }

  /** The access token is looked at as any other is: whoever has no valid one gets no session. */
  async complete(
    url: URL,
    cookie: string | undefined,
    place: Place,
  ): Promise<{ secret: string; returnTo: string }> {
    const started = this.cookie.read(cookie);
    if (started === null) throw new CodedError('session-ended', 'The sign-in took too long');
    const given = await this.issuer.redeem(url, started);
    const caller = await this.oidc.verify(given.tokens.accessToken);
    return { secret: await this.sessions.start(given, caller.id, place), returnTo: started.returnTo };
  }
}
