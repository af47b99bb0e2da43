/**
 * The newest version of each organization that this replica has seen. Versions only grow: an older one later is a copy that
 * went backwards, and no check may be decided by it. It costs about a hundred bytes per organization.
 */
export class SeenVersions {
  readonly #versions = new Map<string, number>();
  #sum = 0;

  get organizations(): number {
    return this.#versions.size;
  }

  /** Of all newest versions. */
  get sum(): number {
    return this.#sum;
  }

  of(organizationId: string): number {
    return this.#versions.get(organizationId) ?? 0;
  }

  see(organizationId: string, version: number): void {
    const before = this.of(organizationId);
    if (version <= before) return;
    this.#versions.set(organizationId, version);
    this.#sum += version - before;
  }

  /** The organizations that are older in that copy, or missing, each with the version that was seen. */
  newerThan(
    copy: ReadonlyMap<string, number>,
  ): readonly (readonly [organizationId: string, version: number])[] {
    return [...this.#versions].filter(
      ([organizationId, version]) => (copy.get(organizationId) ?? 0) < version,
    );
  }
}
