import {
  endSessionRoute,
  listSessionsRoute,
  whoAmIRoute,
  type ConsoleSession,
  type WhoAmI,
} from '@mdm-gate/contracts';
import { CodedError } from '@mdm-gate/service-kit';
import { Controller } from '@nestjs/common';
import { Call, type AnswerTo, type CallTo } from '../gateway/call.ts';
import type { Caller } from '../gateway/caller.ts';
import { Serves } from '../gateway/serves.ts';
import type { ConsoleSessionEntity } from '../gateway/console-session/console-session.entity.ts';
import { SessionRows } from '../gateway/console-session/session-rows.ts';

/** Who is signed in, and one's own sessions. */
@Controller()
export class WhoAmIController {
  constructor(private readonly sessions: SessionRows) {}

  @Serves(whoAmIRoute)
  whoAmI(@Call() { caller, session }: CallTo<typeof whoAmIRoute>): AnswerTo<typeof whoAmIRoute> {
    return { status: 200, body: shownCaller(caller, session) };
  }

  @Serves(listSessionsRoute)
  async list(
    @Call() { caller, session }: CallTo<typeof listSessionsRoute>,
  ): Promise<AnswerTo<typeof listSessionsRoute>> {
    const own = await this.sessions.list(caller.id);
    const items = own.map((each) => shownSession(each, session));
    return { status: 200, body: { items, nextCursor: null } };
  }

  @Serves(endSessionRoute)
  async end(
    @Call() { caller, params }: CallTo<typeof endSessionRoute>,
  ): Promise<AnswerTo<typeof endSessionRoute>> {
    if (!(await this.sessions.end(params.sessionId, caller.id))) throw new CodedError('not-found');
    return { status: 204, body: null };
  }
}

const shownCaller = (caller: Caller, session: ConsoleSessionEntity | null): WhoAmI => ({
  callerId: caller.id,
  name: session?.name ?? null,
  isPlatformAdministrator: caller.isPlatformAdministrator,
  roles: [...caller.roles].map(([organizationId, role]) => ({ organizationId, role })),
  session: session === null ? null : shownSession(session, session),
});

const shownSession = (
  { sessionId, startedAt, lastUsedAt, idleUntil, endsAt, sourceAddress, userAgent }: ConsoleSessionEntity,
  current: ConsoleSessionEntity | null,
): ConsoleSession => ({
  sessionId,
  startedAt: startedAt.toISOString(),
  lastUsedAt: lastUsedAt.toISOString(),
  idleUntil: idleUntil.toISOString(),
  endsAt: endsAt.toISOString(),
  sourceAddress,
  userAgent,
  current: sessionId === current?.sessionId,
});
