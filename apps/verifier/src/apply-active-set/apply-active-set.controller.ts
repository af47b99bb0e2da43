import { Controller } from '@nestjs/common';
import { applyActiveSet, type ReplyOf, type RequestOf } from '@mdm-gate/contracts';
import { Answers } from '@mdm-gate/messaging';
import { CodedError } from '@mdm-gate/service-kit';
import { ActiveSetStore } from '../active-set/active-set-store.ts';
import { GenuineSets } from '../active-set/genuine-sets.ts';

@Controller()
export class ApplyActiveSetController {
  constructor(
    private readonly store: ActiveSetStore,
    private readonly genuine: GenuineSets,
  ) {}

  /** Answers only when no check that starts from now on, on any replica, can be decided by an older set. */
  @Answers(applyActiveSet)
  async apply({
    organizationId,
    activeSet,
  }: RequestOf<typeof applyActiveSet>): Promise<ReplyOf<typeof applyActiveSet>> {
    if (!this.genuine.isGenuine(organizationId, activeSet)) throw new CodedError('active-set-not-genuine');
    const { held, filled } = await this.store.apply(organizationId, activeSet);
    if (!filled)
      throw new CodedError('dependency-unavailable', 'Redis is being filled: checks are unavailable');
    const { lineage, version: activeSetVersion, mac, withheld } = held;
    if (lineage === null || mac === null || withheld)
      throw new CodedError('conflict', 'No check is decided until a newer set comes');
    return { organizationId, lineage, activeSetVersion, mac };
  }
}
