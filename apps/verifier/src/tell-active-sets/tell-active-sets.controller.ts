import { Controller } from '@nestjs/common';
import { heldActiveSets, type ReplyOf, type RequestOf } from '@mdm-gate/contracts';
import { Answers } from '@mdm-gate/messaging';
import { ActiveSetStore } from '../active-set/active-set-store.ts';

/** Tells token-admin what checks are decided by, so that it can compare. */
@Controller()
export class TellActiveSetsController {
  constructor(private readonly store: ActiveSetStore) {}

  @Answers(heldActiveSets)
  async tell({
    organizationIds,
    cursor,
  }: RequestOf<typeof heldActiveSets>): Promise<ReplyOf<typeof heldActiveSets>> {
    if (organizationIds !== null)
      return { items: [...(await this.store.held(organizationIds))], cursor: null };
    const page = await this.store.heldPage(cursor);
    return { items: [...page.items], cursor: page.cursor };
  }
}
