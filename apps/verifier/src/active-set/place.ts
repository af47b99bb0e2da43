import { activeSetPosition } from '@mdm-gate/contracts';
import type { Place } from './active-set-store.ts';

/** Of sets that were written before there were lineages, and of what nothing is known of: before every other. */
export const noLineage = '00000000-0000-0000-0000-000000000000';

export const nowhere: Place = { lineage: noLineage, version: 0 };

/** The text that sorts as sets do. */
export const positionOf = activeSetPosition;

export const placeOf = (position: string): Place => {
  const colon = position.indexOf(':');
  return { lineage: position.slice(0, colon), version: versionIn(position) };
};

export const versionIn = (position: string): number => Number(position.slice(noLineage.length + 1));

/**
 * Whether what is read is older than what has been seen. Without a lineage only versions can be compared: token-admin
 * gives an organization its first lineage under a version above all that were there before.
 */
export const isOlder = (read: string, seen: string): boolean =>
  read.startsWith(noLineage) ? versionIn(read) < versionIn(seen) : read < seen;
