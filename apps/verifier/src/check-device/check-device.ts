import type { CheckReply, CheckRequest } from '@mdm-gate/contracts';
import type { Digester } from '@mdm-gate/encryption';
import type { Clock } from '@mdm-gate/service-kit';
import type { ActiveSetStore } from '../active-set/active-set-store.ts';
import { decide } from './decision.ts';

/** Decides one check by what the store holds at this moment. */
export class CheckDevice {
  constructor(
    private readonly store: ActiveSetStore,
    private readonly digester: Digester,
    private readonly clock: Clock,
  ) {}

  async check({ organizationId, mdmToken }: CheckRequest): Promise<CheckReply> {
    const presented = mdmToken !== null && mdmToken !== '';
    const digests = presented ? this.#digestsOf(mdmToken) : [];
    const finding = await this.store.find({ organizationId, digests });
    const device = { boundConnectionId: null, tooManyFailures: false };
    return decide({ finding, device, presented, nowMs: this.clock.now().getTime() });
  }

  /** A token may have been digested under any key that is still in use. */
  #digestsOf(mdmToken: string): readonly string[] {
    return this.digester.keyIds.map((keyId) => this.digester.digestWith(keyId, mdmToken));
  }
}
