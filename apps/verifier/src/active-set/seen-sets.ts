import { isOlder, versionIn } from './place.ts';

/**
 * The newest set of each organization that this replica has seen, as its position. Positions only grow: an older one later
 * is a copy that went backwards, and no check may be decided by it. It costs about 150 bytes per organization.
 */
export class SeenSets {
  readonly #positions = new Map<string, string>();
  #sum = 0;

  get organizations(): number {
    return this.#positions.size;
  }

  /** Of the versions of all newest sets. */
  get sum(): number {
    return this.#sum;
  }

  /** Empty when none has been seen. */
  of(organizationId: string): string {
    return this.#positions.get(organizationId) ?? '';
  }

  see(organizationId: string, position: string): void {
    const before = this.of(organizationId);
    if (position <= before) return;
    this.#positions.set(organizationId, copyOf(position));
    this.#sum += versionIn(position) - (before === '' ? 0 : versionIn(before));
  }

  /** The organizations that are older in that copy, or missing, each with the position that was seen. */
  newerThan(
    copy: ReadonlyMap<string, string>,
  ): readonly (readonly [organizationId: string, position: string])[] {
    return [...this.#positions].filter(([organizationId, position]) => {
      const copied = copy.get(organizationId);
      return copied === undefined || isOlder(copied, position);
    });
  }
}

/** What is cut out of an answer of Redis keeps the whole answer in memory for as long as it lives. */
const copyOf = (text: string): string => Buffer.from(text).toString();
