import type { ActiveSet } from '@mdm-gate/contracts';
import { OutboxRelay } from '@mdm-gate/outbox';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { StreamHealing } from '../heal-stream/stream-healing.ts';
import { VerifierCopy } from '../heal-stream/verifier-copy.ts';
import { OrganizationEntity } from '../organization/organization.entity.ts';

/** How long a revoke call waits for its effect before it says that the effect is still to come. */
const timeoutMs = 2_000;

/** Makes a committed active set the one that checks are decided by, and says whether it is. */
@Injectable()
export class TakeEffect {
  constructor(
    private readonly verifier: VerifierCopy,
    private readonly relay: OutboxRelay,
    private readonly streamHealing: StreamHealing,
    private readonly dataSource: DataSource,
  ) {}

  /**
   * True when no check that starts afterwards can be decided by an older set. The stream has it first, the verifier
   * second: a Redis that is lost after it took the set is then refilled with nothing older than it.
   */
  async of(organizationId: string, activeSet: ActiveSet, correlationId: string): Promise<boolean> {
    const inStream = await this.relay.flush(organizationId, timeoutMs).catch(() => false);
    const held = await this.verifier.apply(organizationId, activeSet, { timeoutMs, correlationId });
    if (held === null || !(await this.#isOurs(organizationId, held, activeSet.version))) return false;
    return inStream && (await this.streamHealing.hasCompared());
  }

  /**
   * A version that the database does not have is of another history, in which the token may be active: the database was
   * restored from a backup. Then the set is published above it.
   */
  async #isOurs(organizationId: string, held: number, asked: number): Promise<boolean> {
    if (held <= asked) return held === asked;
    const { version } = await this.dataSource.manager.findOneByOrFail(OrganizationEntity, { organizationId });
    if (held <= version) return true;
    await this.streamHealing.liftAbove(organizationId, held);
    return false;
  }
}
