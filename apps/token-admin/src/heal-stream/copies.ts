import type { ActiveSet, HeldActiveSet } from '@mdm-gate/contracts';

/** What tells one active set of an organization from every other. */
export type Identity = Pick<ActiveSet, 'lineage' | 'version' | 'mac'>;

/** What the stream tells of one organization. */
export interface StreamCopy {
  /** The newest set of ours; null when there is none. */
  readonly newest: (Identity & { readonly forgotten: boolean }) | null;
  /** Whether something that is not ours, or cannot be read, came after it: it may hide a set, and others may believe it. */
  readonly doubtful: boolean;
  /** The lineages that such things claim. */
  readonly claimed: readonly string[];
}

/**
 * What copies have of one organization. `verifier` null: nothing. Undefined: nobody could tell.
 */
export interface Copies {
  readonly stream?: StreamCopy | undefined;
  readonly verifier?: HeldActiveSet | null | undefined;
}

export const nothingInStream: StreamCopy = { newest: null, doubtful: false, claimed: [] };
