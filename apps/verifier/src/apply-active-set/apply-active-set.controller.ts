import { Controller } from '@nestjs/common';
import { applyActiveSet, type ReplyOf, type RequestOf } from '@mdm-gate/contracts';
import { Answers } from '@mdm-gate/messaging';
import { CodedError } from '@mdm-gate/service-kit';
import { ActiveSetStore } from '../active-set/active-set-store.ts';

@Controller()
export class ApplyActiveSetController {
  constructor(private readonly store: ActiveSetStore) {}

  /** Answers only when no check that starts from now on, on any replica, can be decided by an older set. */
  @Answers(applyActiveSet)
  async apply({
    organizationId,
    activeSet,
  }: RequestOf<typeof applyActiveSet>): Promise<ReplyOf<typeof applyActiveSet>> {
    const { activeSetVersion, filled } = await this.store.apply(organizationId, activeSet);
    if (!filled)
      throw new CodedError('dependency-unavailable', 'Redis is being filled: checks are unavailable');
    return { organizationId, activeSetVersion };
  }
}
