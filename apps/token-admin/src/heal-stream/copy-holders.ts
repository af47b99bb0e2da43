import type { ActiveSet } from '@mdm-gate/contracts';
import type { Copies } from './copies.ts';

/** Those who have copies of an organization's active set. */
export abstract class CopyHolders {
  /** What they have, asked for a bounded time; who does not answer is left out. */
  abstract find(organizationId: string): Promise<Copies>;

  /** Has the one that checks are decided by take the set, if it answers; else the event path brings it. */
  abstract apply(organizationId: string, activeSet: ActiveSet): Promise<unknown>;
}
