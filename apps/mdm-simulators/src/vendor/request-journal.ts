const ENTRIES_MAX = 20_000;

export interface JournalEntry {
  readonly time: string;
  readonly method: string;
  /** Without the query, which may name devices and users. */
  readonly path: string;
  readonly status: number;
  readonly durationMs: number;
  readonly tenant: string | null;
}

/** What reached the vendor's API, without bodies. */
export class RequestJournal {
  private entries: JournalEntry[] = [];
  private counts = new Map<string, number>();

  /** `route` is the path with its parameters unnamed, so that counts stay few. */
  add(entry: JournalEntry, route: string): void {
    const name = `${entry.method} ${route} ${entry.status}`;
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    this.entries.push(entry);
    if (this.entries.length > ENTRIES_MAX) {
      this.entries = this.entries.slice(ENTRIES_MAX / 2);
    }
  }

  list(limit: number): readonly JournalEntry[] {
    return this.entries.slice(-limit);
  }

  summary(): Record<string, number> {
    return Object.fromEntries([...this.counts].toSorted(([left], [right]) => left.localeCompare(right)));
  }

  clear(): void {
    this.entries = [];
    this.counts.clear();
  }
}
