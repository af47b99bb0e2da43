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

  /** How many organizations are older in that copy, or missing. */
  missingFrom(copy: ReadonlyMap<string, number>): number {
    let missing = 0;
    for (const [organizationId, version] of this.#versions) {
      if ((copy.get(organizationId) ?? 0) < version) missing += 1;
    }
    return missing;
  }
}
