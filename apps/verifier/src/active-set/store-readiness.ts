import { ReadinessCheck } from '@mdm-gate/service-kit';
import type { ActiveSetStore } from './active-set-store.ts';
import type { RefillWhenEmpty } from './refill-when-empty.ts';

/** Ready only when checks would be answered with something other than `unavailable`. */
export class StoreReadiness extends ReadinessCheck {
  override readonly name = 'active-sets';

  constructor(
    private readonly store: ActiveSetStore,
    private readonly refill: RefillWhenEmpty,
  ) {
    super();
  }

  override async problem(): Promise<string | null> {
    if (this.refill.problem !== null) return this.refill.problem;
    const state = await this.store.look();
    if (state === 'filled') return null;
    return state === 'empty' ? 'Redis was emptied' : (this.store.problem ?? 'Redis cannot be reached');
  }
}
