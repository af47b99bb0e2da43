import { activeSetPosition } from '@mdm-gate/contracts';
import type { Standing } from '../organization/standing.ts';
import type { Copies, Identity, StreamCopy } from './copies.ts';

/** An organization as PostgreSQL has it. */
export interface KnownOrganization {
  readonly organizationId: string;
  readonly lineage: string | null;
  readonly version: number;
  readonly mac: string | null;
  readonly macKeyId: string | null;
  readonly standing: Standing;
  /** Whether an event of it waits to be published. */
  readonly pending: boolean;
}

/**
 * `adopt`: copies prove that the lineage goes on after a start of PostgreSQL. `apply`: the verifier lacks the set.
 * `republish`: the stream does. `begin-lineage`: somebody has what the database does not know, or may have.
 */
export type Deed = 'nothing' | 'adopt' | 'apply' | 'republish' | 'begin-lineage';

type Relation = 'same' | 'behind' | 'ahead' | 'unknown';

/** PostgreSQL is the truth; what has a place of its own in another history, or behind ours another content, is not. */
export const whatToDo = (known: KnownOrganization, copies: Copies): Deed => {
  const mine = identityOf(known);
  if (mine === null || known.standing === 'rewritten') return 'begin-lineage';
  const stream = streamRelation(mine, copies.stream);
  const verifier = verifierRelation(mine, copies.verifier);
  if (stream === 'ahead' || verifier === 'ahead') return 'begin-lineage';
  if (stream === 'behind') return whenStreamIsBehind(known);
  if (verifier === 'behind') return 'apply';
  return isProven(known, [stream, verifier]) ? 'adopt' : 'nothing';
};

const isProven = ({ standing }: KnownOrganization, relations: readonly Relation[]): boolean =>
  standing === 'restarted' && relations.every((relation) => relation === 'same');

/** What is under way brings the newest set by itself. A stream that lost something no longer tells what PostgreSQL may have lost. */
const whenStreamIsBehind = ({ pending, standing }: KnownOrganization): Deed => {
  if (pending) return 'nothing';
  return standing === 'restarted' ? 'begin-lineage' : 'republish';
};

const identityOf = ({ lineage, version, mac }: KnownOrganization): Identity | null =>
  lineage === null || mac === null ? null : { lineage, version, mac };

const streamRelation = (mine: Identity, stream: StreamCopy | undefined): Relation => {
  if (stream === undefined) return 'unknown';
  if (stream.doubtful) return 'ahead';
  return stream.newest === null ? 'behind' : relation(mine, stream.newest);
};

/** What has no lineage was written before there were any; a set that is withheld lets only newer ones pass. */
const verifierRelation = (mine: Identity, held: Copies['verifier']): Relation => {
  if (held === undefined) return 'unknown';
  if (held === null) return 'behind';
  const { lineage, version, mac, withheld } = held;
  if (lineage === null) return version > mine.version ? 'ahead' : 'behind';
  const related = relation(mine, { lineage, version, mac: mac ?? '' });
  return withheld && related === 'same' ? 'ahead' : related;
};

/** Two sets in one place are one only if their content is. */
const relation = (mine: Identity, other: Identity): Relation => {
  const [here, there] = [activeSetPosition(mine), activeSetPosition(other)];
  if (here > there) return 'behind';
  return here === there && mine.mac === other.mac ? 'same' : 'ahead';
};
