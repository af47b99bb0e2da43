import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { SessionRows } from './session-rows.ts';

const intervalMs = 3_600_000;

/** What has ended is of no use, and holds the issuer's tokens. */
@Injectable()
export class ForgetEndedSessions implements OnApplicationBootstrap, OnApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly sessions: SessionRows) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.forget(), intervalMs);
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
  }

  /** Never throws: what is left is forgotten the next time. */
  async forget(): Promise<void> {
    await this.sessions.forgetEnded().catch(() => undefined);
  }
}
