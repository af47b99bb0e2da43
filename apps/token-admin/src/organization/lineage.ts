import { lineageAheadMaxMs, lineageBeganMs } from '@mdm-gate/contracts';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { OrganizationEntity } from './organization.entity.ts';

/** What a new lineage must be later than. */
export interface KnownLineages {
  /** Of sets of ours. */
  readonly ours: readonly string[];
  /** Of what somebody else wrote, and services may believe that know no MAC: as far as those would take it. */
  readonly claimed?: readonly string[];
}

/** PostgreSQL's clock is one for all replicas. It leads no further than ours, so that one clock that is wrong does no harm. */
const nowMsOf = async (manager: EntityManager): Promise<number> => {
  const [row] = await manager.query<{ ms: string }[]>(
    'SELECT trunc(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS ms',
  );
  return Math.min(Number(row?.ms), Date.now());
};

/** A lineage that begins now, or as soon after as it takes to be later than those that are known. */
export const newLineage = async (
  manager: EntityManager,
  { ours, claimed = [] }: KnownLineages,
): Promise<string> => {
  const nowMs = await nowMsOf(manager);
  const believable = claimed.filter((lineage) => lineageBeganMs(lineage) <= nowMs + lineageAheadMaxMs);
  const afterMs = [...ours, ...believable].map((lineage) => lineageBeganMs(lineage) + 1);
  return uuidv7({ msecs: Math.max(nowMs, ...afterMs) });
};

/** The organization goes on in a new lineage, which is later than the one it had and than those that copies have. */
export const beginLineage = async (
  manager: EntityManager,
  organization: OrganizationEntity,
  { ours, claimed = [] }: KnownLineages = { ours: [] },
): Promise<void> => {
  const own = organization.lineage === null ? [] : [organization.lineage];
  organization.lineage = await newLineage(manager, { ours: [...own, ...ours], claimed });
  organization.settled = true;
};
