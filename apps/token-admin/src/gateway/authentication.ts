import { CodedError } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from './caller.ts';
import type { ConsoleSessionEntity } from './console-session/console-session.entity.ts';
import { ConsoleSessions } from './console-session/console-sessions.ts';
import { PublicAddress } from './console-session/public-address.ts';
import { refuseOtherSites } from './console-session/same-origin.ts';
import { sessionCookie } from './console-session/session-cookie.ts';
import { OidcVerifier } from './oidc-verifier.ts';

export interface Authenticated {
  readonly caller: Caller;
  /** Null for a bearer token. */
  readonly session: ConsoleSessionEntity | null;
}

/** Set by a page that reads by itself while nobody is at work in it: it does not keep the session from ending. */
const unattendedHeader = 'mdm-gate-unattended';

/** Browsers open it again and again by themselves, without a header of ours. */
const isStream = ({ headers }: FastifyRequest): boolean => headers.accept === 'text/event-stream';

/** Who calls: by a bearer token, or by the console's cookie. A request with `Authorization` never takes the cookie. */
@Injectable()
export class Authentication {
  constructor(
    private readonly oidc: OidcVerifier,
    private readonly sessions: ConsoleSessions,
    private readonly address: PublicAddress,
  ) {}

  async authenticate(request: FastifyRequest): Promise<Authenticated> {
    const { authorization } = request.headers;
    const secret = request.cookies[sessionCookie];
    if (authorization !== undefined || secret === undefined)
      return { caller: await this.oidc.verify(bearerToken(authorization)), session: null };
    refuseOtherSites(request, this.address.originFor(request.headers.host));
    const isAttended = request.headers[unattendedHeader] === undefined && !isStream(request);
    const { session, accessToken } = await this.sessions.use(secret, isAttended);
    return { caller: await this.oidc.verify(accessToken), session };
  }
}

/** RFC 6750, section 2.1. */
const bearerToken = (header: string | undefined): string => {
  const token = /^Bearer +([\w.~+/-]+=*)$/i.exec(header ?? '')?.[1];
  if (token === undefined) throw new CodedError('not-authenticated');
  return token;
};
