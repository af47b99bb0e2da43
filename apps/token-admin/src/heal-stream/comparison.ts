import type { StreamMark } from '@mdm-gate/messaging';
import type { DataSource } from 'typeorm';
import { nothingInStream, type Copies, type StreamCopy } from './copies.ts';
import type { CopyHolders } from './copy-holders.ts';
import { allOrganizations, organizationsAmong, unsettledOrganizations } from './known-organizations.ts';
import type { StreamAccess } from './stream-access.ts';
import type { VerifierCopy } from './verifier-copy.ts';
import { whatToDo, type KnownOrganization } from './what-to-do.ts';

/** An organization of which a copy is not as PostgreSQL has it. `known` null: PostgreSQL does not have it. */
export interface Difference {
  readonly organizationId: string;
  readonly known: KnownOrganization | null;
  readonly copies: Copies;
}

export interface Compared {
  readonly differences: readonly Difference[];
  readonly mark: StreamMark;
  /** Whether every copy could be looked at. */
  readonly whole: boolean;
}

/** `suspects`: organizations that a closer look is due at. */
export interface Since {
  readonly suspects: readonly string[];
  readonly mark: StreamMark;
}

/** More than so many at once are left to a comparison of everything. */
const unsettledMax = 500;

/** Finds what differs between PostgreSQL and its copies. */
export class Comparison {
  constructor(
    private readonly dataSource: DataSource,
    private readonly stream: StreamAccess,
    private readonly verifier: VerifierCopy,
    private readonly holders: CopyHolders,
  ) {}

  /**
   * Everything with everything. PostgreSQL is read first, so that what is changed meanwhile looks newer in a copy, never
   * older; whoever mends looks again. Throws `dependency-unavailable`.
   */
  async all(): Promise<Compared> {
    const organizations = await allOrganizations(this.dataSource);
    const { copies, mark } = await this.stream.readAll();
    const verifier = await this.verifier.all();
    const known = new Map(organizations.map((each) => [each.organizationId, each]));
    const copiesOf = (organizationId: string): Copies => ({
      stream: copies.get(organizationId) ?? nothingInStream,
      verifier: verifier === undefined ? undefined : (verifier.get(organizationId) ?? null),
    });
    const ids = new Set([...known.keys(), ...copies.keys(), ...(verifier?.keys() ?? [])]);
    const differences = [...ids].flatMap((id) => differenceOf(id, known.get(id) ?? null, copiesOf(id)));
    return { differences, mark, whole: verifier !== undefined };
  }

  /**
   * What the stream got since, and what has not found its place in the history of PostgreSQL. Null: everything must be
   * compared. Throws `dependency-unavailable`.
   */
  async since(mark: StreamMark): Promise<Since | null> {
    const reading = await this.stream.readSince(mark);
    if (reading === null) return null;
    const touched = await organizationsAmong(this.dataSource, [...reading.copies.keys()]);
    const unsettled = await unsettledOrganizations(this.dataSource, unsettledMax);
    if (unsettled.length === unsettledMax) return null;
    const known = new Map([...touched, ...unsettled].map((each) => [each.organizationId, each]));
    const ids = new Set([...known.keys(), ...reading.copies.keys()]);
    const suspects = [...ids].filter((id) => isSuspect(known.get(id), reading.copies.get(id)));
    return { suspects, mark: reading.mark };
  }

  /** One organization, looked at closely. Undefined: nothing differs. */
  async closer(organizationId: string): Promise<Difference | undefined> {
    const [known = null] = await organizationsAmong(this.dataSource, [organizationId]);
    return differenceOf(organizationId, known, await this.holders.find(organizationId))[0];
  }
}

/** What came is newer than nothing, but need not be all that the stream has: only a closer look tells. */
const isSuspect = (known: KnownOrganization | undefined, came: StreamCopy | undefined): boolean =>
  known?.standing !== 'settled' || whatToDo(known, { stream: came }) !== 'nothing';

const differenceOf = (
  organizationId: string,
  known: KnownOrganization | null,
  copies: Copies,
): readonly Difference[] => {
  if (known !== null && whatToDo(known, copies) === 'nothing') return [];
  return [{ organizationId, known, copies }];
};
