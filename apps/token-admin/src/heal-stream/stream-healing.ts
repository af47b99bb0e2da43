import type { Logger } from '@mdm-gate/service-kit';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { OrganizationEntity } from '../organization/organization.entity.ts';
import type { OrganizationHealing, Suspect } from './organization-healing.ts';
import type { StreamAccess } from './stream-access.ts';

export interface HealingOptions {
  readonly dataSource: DataSource;
  readonly stream: StreamAccess;
  readonly logger: Logger;
  readonly intervalMs: number;
}

/**
 * Anti-entropy: compares PostgreSQL, which is the truth, with the stream, which is a copy that may be lost. At start,
 * at every new connection to NATS, and every minute or so.
 */
export class StreamHealing implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #completedOnce = false;
  #lastProblem: string | null = null;

  constructor(
    private readonly options: HealingOptions,
    private readonly healing: OrganizationHealing,
  ) {}

  /** Whether PostgreSQL and the stream have been compared since this process started. Before, a version proves nothing. */
  get hasCompared(): boolean {
    return this.#completedOnce;
  }

  onApplicationBootstrap(): void {
    this.options.stream.onConnected(() => void this.round());
    this.#timer = setInterval(() => void this.round(), this.options.intervalMs);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  /** One comparison of everything. Calls that come together share it. Never throws: what cannot be done now is done in the next one. */
  round(): Promise<void> {
    this.#running ??= this.#round().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #round(): Promise<void> {
    try {
      for (const suspect of await this.#suspects()) {
        const healed = await this.healing.heal(suspect);
        if (healed === 'nothing-to-do') continue;
        const { organizationId, version, inStream } = suspect;
        const versions = { version, versionInStream: inStream?.version ?? null };
        this.options.logger.warn(
          { organizationId, healed, ...versions },
          'the stream and the database differed',
        );
      }
      this.#completedOnce = true;
      this.#lastProblem = null;
    } catch (error) {
      this.#report(error);
    }
  }

  /** Versions are read before the stream, so that a change in between looks newer in the stream, never older. */
  async #suspects(): Promise<readonly Suspect[]> {
    const { dataSource, stream } = this.options;
    const organizations = await dataSource.manager.find(OrganizationEntity, {
      select: { organizationId: true, version: true },
    });
    const inStream = await stream.newestSets();
    const suspects = organizations.map(({ organizationId, version }) => ({
      organizationId,
      version,
      inStream: inStream.get(organizationId),
    }));
    // The first time, sets of the same version are compared too: only a restart can have made them differ.
    return this.#completedOnce
      ? suspects.filter((suspect) => suspect.version !== suspect.inStream?.version)
      : suspects;
  }

  #report(error: unknown): void {
    const text = String(error);
    if (text !== this.#lastProblem)
      this.options.logger.warn({ problem: text }, 'the stream could not be compared, and will be');
    this.#lastProblem = text;
  }
}
