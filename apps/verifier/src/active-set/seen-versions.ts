/**
 * The newest version of each organization that this replica has seen in force. Versions only grow: an older one later is a
 * copy that went backwards, and no check may be decided by it. It costs about a hundred bytes per organization.
 */
export class SeenVersions {
  readonly #versions = new Map<string, number>();

  of(organizationId: string): number {
    return this.#versions.get(organizationId) ?? 0;
  }

  see(organizationId: string, version: number): void {
    if (version > this.of(organizationId)) this.#versions.set(organizationId, version);
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
