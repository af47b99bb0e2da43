import type { ActiveSet } from '@mdm-gate/contracts';
import type { Logger } from '@mdm-gate/service-kit';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { OrganizationEntity } from '../organization/organization.entity.ts';
import { databaseEpoch } from './database-epoch.ts';
import type { Healed, OrganizationHealing, Suspect } from './organization-healing.ts';
import type { StreamAccess } from './stream-access.ts';
import type { VerifierCopy } from './verifier-copy.ts';

export interface HealingOptions {
  readonly dataSource: DataSource;
  readonly stream: StreamAccess;
  readonly verifier: VerifierCopy;
  readonly logger: Logger;
  readonly intervalMs: number;
}

const verifierTimeoutMs = 2_000;

/**
 * Anti-entropy: compares PostgreSQL, which is the truth, with the stream, which is a copy that may be lost. At start,
 * at every new connection to NATS, and every minute or so.
 */
export class StreamHealing implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #comparedEpoch: string | null = null;
  /** What the stream had lost, until the verifier has said that it holds nothing newer. */
  readonly #unconfirmed = new Map<string, ActiveSet>();
  #lastProblem: string | null = null;

  constructor(
    private readonly options: HealingOptions,
    private readonly healing: OrganizationHealing,
  ) {}

  /**
   * Whether PostgreSQL and its copies have been compared since this process started and since PostgreSQL may have gone
   * back in time. Before, a version proves nothing. If not, they are, in the background.
   */
  async hasCompared(): Promise<boolean> {
    const epoch = await databaseEpoch(this.options.dataSource);
    if (this.#comparedEpoch === epoch && this.#unconfirmed.size === 0) return true;
    void this.round();
    return false;
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
      const epoch = await databaseEpoch(this.options.dataSource);
      for (const suspect of await this.#suspects(epoch))
        this.#note(suspect, await this.healing.heal(suspect));
      this.#comparedEpoch = epoch;
      await this.#confirm();
      this.#lastProblem = null;
    } catch (error) {
      this.#report(error);
    }
  }

  #note({ organizationId, version, inStream, unreadable }: Suspect, healed: Healed): void {
    if (healed.outcome === 'nothing-to-do') return;
    if (healed.outcome === 'republished') this.#unconfirmed.set(organizationId, healed.activeSet);
    const versions = { version, versionInStream: inStream?.version ?? null };
    this.options.logger.warn(
      { organizationId, healed: healed.outcome, unreadable, ...versions },
      'the stream and the database differed',
    );
  }

  /** A stream that lost something no longer tells what the verifier was given: it may hold more than a restored database. */
  async #confirm(): Promise<void> {
    for (const [organizationId, activeSet] of this.#unconfirmed) {
      const held = await this.options.verifier.apply(organizationId, activeSet, {
        timeoutMs: verifierTimeoutMs,
      });
      if (held === null) return;
      if (held > activeSet.version) await this.liftAbove(organizationId, held);
      this.#unconfirmed.delete(organizationId);
    }
  }

  /** The verifier holds a version that the database does not know: it is not what is in force. */
  async liftAbove(organizationId: string, held: number): Promise<void> {
    const { outcome } = await this.healing.liftAbove(organizationId, held, 'token-admin');
    if (outcome === 'lifted')
      this.options.logger.warn({ organizationId, held }, 'the verifier was ahead of the database');
  }

  /** Versions are read before the stream, so that a change in between looks newer in the stream, never older. */
  async #suspects(epoch: string): Promise<readonly Suspect[]> {
    const { dataSource, stream } = this.options;
    const organizations = await dataSource.manager.find(OrganizationEntity, {
      select: { organizationId: true, version: true },
    });
    const { newest, unreadable } = await stream.read();
    const suspects = organizations.map(({ organizationId, version }) => ({
      organizationId,
      version,
      inStream: newest.get(organizationId),
      unreadable: unreadable.has(organizationId),
    }));
    // Sets of the same version are compared once per epoch: nothing else can have made them differ.
    return this.#comparedEpoch === epoch
      ? suspects.filter((each) => each.unreadable || each.version !== each.inStream?.version)
      : suspects;
  }

  #report(error: unknown): void {
    const text = String(error);
    if (text !== this.#lastProblem)
      this.options.logger.warn({ problem: text }, 'the stream could not be compared, and will be');
    this.#lastProblem = text;
  }
}
