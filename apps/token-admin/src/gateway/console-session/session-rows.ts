import type { Sealed } from '@mdm-gate/encryption';
import { CodedError, type Clock } from '@mdm-gate/service-kit';
import type { DataSource, EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { ConsoleSessionEntity } from './console-session.entity.ts';
import { hashOf } from './session-cookie.ts';

/** Where a session is used from, for its owner to recognize it by. */
export interface Place {
  readonly sourceAddress: string;
  readonly userAgent: string | null;
}

/** `idleMs`: a session that is not used for so long ends; `sessionMs`: every one does. */
export interface SessionLimits {
  readonly idleMs: number;
  readonly sessionMs: number;
}

export interface NewSession {
  readonly secret: string;
  readonly subject: string;
  readonly name: string | null;
  readonly place: Place;
  readonly seal: (sessionId: string) => Sealed;
}

const userAgentLengthMax = 256;
/** The last use is written down no more often than this: not every request is a write. */
const usedPrecisionMs = 60_000;
const shownMax = 100;

const after = (instant: Date, ms: number): Date => new Date(instant.getTime() + ms);

/** The table of sessions: which there are, how long they last, and whose they are. */
export class SessionRows {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly limits: SessionLimits,
  ) {}

  async add({ secret, subject, name, place, seal }: NewSession): Promise<void> {
    const sessionId = uuidv7();
    const now = this.clock.now();
    await this.dataSource.manager.insert(ConsoleSessionEntity, {
      sessionId,
      secretHash: hashOf(secret),
      subject,
      name,
      sealedTokens: seal(sessionId),
      startedAt: now,
      lastUsedAt: now,
      idleUntil: after(now, this.limits.idleMs),
      endsAt: after(now, this.limits.sessionMs),
      sourceAddress: place.sourceAddress,
      userAgent: place.userAgent?.slice(0, userAgentLengthMax) ?? null,
    });
  }

  /** Null when it has ended, or never was. */
  async find(secret: string): Promise<ConsoleSessionEntity | null> {
    const session = await this.dataSource.manager.findOneBy(ConsoleSessionEntity, {
      secretHash: hashOf(secret),
    });
    const now = this.clock.now();
    return session === null || session.idleUntil <= now || session.endsAt <= now ? null : session;
  }

  async noteUse({ sessionId, lastUsedAt }: ConsoleSessionEntity): Promise<void> {
    const now = this.clock.now();
    if (now.getTime() - lastUsedAt.getTime() < usedPrecisionMs) return;
    const idleUntil = after(now, this.limits.idleMs);
    await this.dataSource.manager.update(ConsoleSessionEntity, { sessionId }, { lastUsedAt: now, idleUntil });
  }

  list(subject: string): Promise<ConsoleSessionEntity[]> {
    return this.dataSource.manager
      .createQueryBuilder(ConsoleSessionEntity, 'session')
      .where('session.subject = :subject', { subject })
      .andWhere('LEAST(session.idleUntil, session.endsAt) > :now', { now: this.clock.now() })
      .orderBy('session.startedAt', 'DESC')
      .limit(shownMax)
      .getMany();
  }

  /** Whether the subject had such a session. */
  async end(sessionId: string, subject: string): Promise<boolean> {
    const { affected } = await this.dataSource.manager.delete(ConsoleSessionEntity, { sessionId, subject });
    return affected === 1;
  }

  async forgetEnded(): Promise<void> {
    await this.dataSource.manager
      .createQueryBuilder()
      .delete()
      .from(ConsoleSessionEntity)
      .where('LEAST(idle_until, ends_at) < :now', { now: this.clock.now() })
      .execute();
  }

  /** Whoever comes meanwhile waits, and finds what was done. Null leaves the tokens as they are. Throws `session-ended`. */
  replaceTokens(
    sessionId: string,
    replace: (session: ConsoleSessionEntity) => Promise<Sealed | null>,
  ): Promise<ConsoleSessionEntity> {
    return this.dataSource.transaction(async (manager) => {
      const session = await locked(manager, sessionId);
      const sealedTokens = await replace(session);
      if (sealedTokens === null) return session;
      await manager.update(ConsoleSessionEntity, { sessionId }, { sealedTokens });
      session.sealedTokens = sealedTokens;
      return session;
    });
  }
}

const locked = async (manager: EntityManager, sessionId: string): Promise<ConsoleSessionEntity> => {
  const session = await manager.findOne(ConsoleSessionEntity, {
    where: { sessionId },
    lock: { mode: 'pessimistic_write' },
  });
  if (session === null) throw new CodedError('session-ended');
  return session;
};
