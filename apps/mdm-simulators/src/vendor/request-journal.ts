import { type Peak, RoutePeak } from './route-peak.ts';

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
  private rates = new Map<string, RoutePeak>();

  /** `route` is the path with its parameters unnamed, so that counts stay few. */
  add(entry: JournalEntry, route: string): void {
    const name = `${entry.method} ${route} ${entry.status}`;
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    const kinds = ['all', ...(entry.method === 'GET' ? [] : ['all changes']), `${entry.method} ${route}`];
    for (const kind of kinds) {
      this.peakOf(kind).note(Date.parse(entry.time));
    }
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

  private peakOf(kind: string): RoutePeak {
    const peak = this.rates.get(kind) ?? new RoutePeak();
    this.rates.set(kind, peak);
    return peak;
  }

  /** Of each route, of all together and of all that change something, the most requests within any minute and any 20 seconds. */
  peaks(): Record<string, Peak> {
    return Object.fromEntries(
      [...this.rates]
        .toSorted(([left], [right]) => left.localeCompare(right))
        .map(([name, peak]) => [name, peak.peak]),
    );
  }

  clear(): void {
    this.entries = [];
    this.counts.clear();
    this.rates.clear();
  }
}
