import { activeSetPosition, type ActiveSet, type applyActiveSet, type ReplyOf } from '@mdm-gate/contracts';
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
    if (held === null) return false;
    if (isSame(held, activeSet)) return inStream;
    if (inStream && (await this.#isLaterOfOurs(organizationId, held, activeSet))) return true;
    void this.streamHealing.doubt(organizationId);
    return false;
  }

  /** A version that was committed meanwhile came of the one that was asked for; any other set may be of another history. */
  async #isLaterOfOurs(
    organizationId: string,
    held: ReplyOf<typeof applyActiveSet>,
    asked: ActiveSet,
  ): Promise<boolean> {
    if (held.lineage !== asked.lineage || held.activeSetVersion <= asked.version) return false;
    const now = await this.dataSource.manager.findOneByOrFail(OrganizationEntity, { organizationId });
    if (now.lineage !== held.lineage || now.version < held.activeSetVersion) return false;
    return now.version > held.activeSetVersion || now.activeSetMac === held.mac;
  }
}

const isSame = (held: ReplyOf<typeof applyActiveSet>, asked: ActiveSet): boolean =>
  activeSetPosition({ lineage: held.lineage, version: held.activeSetVersion }) === activeSetPosition(asked) &&
  held.mac === asked.mac;
