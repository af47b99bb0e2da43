import { CodedError } from '@mdm-gate/service-kit';
import { Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { codedErrorOf } from '../coded-error-of.ts';
import { PublicPage } from '../serves.ts';
import { ConsoleSessions } from './console-sessions.ts';
import { SignInRefused } from './issuer-client.ts';
import { PublicAddress } from './public-address.ts';
import { returnToPage } from './return-to.ts';
import { refuseOtherSites } from './same-origin.ts';
import { cookieOptions, sessionCookie, signInCookie } from './session-cookie.ts';
import { signInMaxSeconds } from './sign-in-cookie.ts';
import { SignInLog } from './sign-in-log.ts';
import { SignIn } from './sign-in.ts';

const callbackPath = '/console/signed-in';

const refused = new CodedError('not-authenticated', 'The identity provider did not sign you in');

/** Signing in to the console and out of it: pages that a browser is sent to, not operations of the API. */
@Controller()
export class ConsoleSessionController {
  constructor(
    private readonly signIn: SignIn,
    private readonly sessions: ConsoleSessions,
    private readonly address: PublicAddress,
    private readonly log: SignInLog,
  ) {}

  /** Leaves for the issuer. `?returnTo=` is the page to come back to. */
  @PublicPage('/console/sign-in')
  leave(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.#orFailurePage(request, reply, async () => {
      const { returnTo } = request.query as { returnTo?: unknown };
      const { url, cookie } = await this.signIn.begin(
        returnToPage(returnTo),
        this.#urlFor(request, callbackPath),
      );
      reply.setCookie(signInCookie, cookie, { ...cookieOptions, maxAge: signInMaxSeconds });
      return url;
    });
  }

  /** Comes back from the issuer. */
  @PublicPage(callbackPath)
  comeBack(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.#orFailurePage(request, reply, async () => {
      reply.clearCookie(signInCookie, cookieOptions);
      const url = new URL(this.#urlFor(request, callbackPath));
      url.search = new URL(request.url, url).search;
      const place = { sourceAddress: request.ip, userAgent: request.headers['user-agent'] ?? null };
      const { secret, returnTo } = await this.signIn.complete(url, request.cookies[signInCookie], place);
      reply.setCookie(sessionCookie, secret, cookieOptions);
      return `${this.address.prefix}${returnTo}`;
    });
  }

  /** Ends the session here, and answers with where the issuer ends its own. */
  @PublicPage('/console/sign-out', 'POST')
  async signOut(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    refuseOtherSites(request, this.address.originFor(request.headers.host));
    const secret = request.cookies[sessionCookie];
    const returnTo = this.#urlFor(request, '/console/signed-out');
    const continueAt = secret === undefined ? null : await this.sessions.signOut(secret, returnTo);
    await reply.clearCookie(sessionCookie, cookieOptions).send({ continueAt });
  }

  /** People are on their way through here with a browser: what went wrong is told by a page. */
  async #orFailurePage(
    request: FastifyRequest,
    reply: FastifyReply,
    act: () => Promise<string>,
  ): Promise<void> {
    try {
      await reply.redirect(await act(), 303);
    } catch (error) {
      const { code, detail } = error instanceof SignInRefused ? refused : codedErrorOf(error);
      this.log.warn({ code, detail, correlationId: request.id }, 'sign-in failed');
      const query = new URLSearchParams({ code, correlationId: request.id }).toString();
      await reply.redirect(`${this.address.prefix}/console/sign-in-failed?${query}`, 303);
    }
  }

  #urlFor(request: FastifyRequest, path: `/${string}`): string {
    return this.address.urlFor(request.headers.host, path);
  }
}
