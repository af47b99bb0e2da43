import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { appendFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type KeptTenant, keyOf, liveLines, parseLine, type StateRecord, tenantsOf } from './state-record.ts';

const HEADER = '{"mdmSimulatorsState":3}';

/** How long changes that nobody waits for may gather. */
const GATHER_MS = 250;

/** Past so many appended bytes the file is written anew with what is in force. */
const APPENDED_MAX_BYTES = 64 * 1024 * 1024;

const fileText = (lines: Iterable<string>): string => [HEADER, ...lines, ''].join('\n');

/**
 * The state of all vendors in one file that grows by the changed records, a line each, and is replaced whole and
 * atomically when it starts and when it has grown. Requests that come while it is being written share the next writing.
 */
export class StateFile {
  private live = new Map<string, string>();
  private readonly dirty = new Map<string, StateRecord>();
  private readonly cleared = new Set<string>();
  private appendedBytes = 0;
  private writing: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly file: string) {}

  /** What was kept, by vendor; empty when there is no file yet. Throws when the file is not of this version. */
  open(): Map<string, KeptTenant[]> {
    const [header, ...texts] = this.readText().split('\n');
    if (header !== HEADER) {
      throw new Error('The state file is not of this version of the simulators: delete it to start afresh.');
    }
    const live = liveLines(texts.map(parseLine).filter((line) => line !== null));
    this.live = new Map([...live].map(([key, line]) => [key, JSON.stringify(line)]));
    mkdirSync(path.dirname(this.file), { recursive: true });
    writeFileSync(`${this.file}.new`, fileText(this.live.values()), { mode: 0o600 });
    renameSync(`${this.file}.new`, this.file);
    return tenantsOf(live.values());
  }

  private readText(): string {
    try {
      return readFileSync(this.file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        return HEADER;
      }
      throw error;
    }
  }

  /** Everything of the vendor is void; what is marked from now on counts. */
  clear(vendor: string): void {
    this.cleared.add(vendor);
    for (const [key, record] of [...this.dirty]) {
      if (record.vendor === vendor) {
        this.dirty.delete(key);
      }
    }
  }

  markChanged(records: readonly StateRecord[]): void {
    for (const record of records) {
      this.dirty.set(keyOf(record.vendor, record.tenant, record.device), record);
    }
    // Check-ins change state with nobody waiting for them: those may gather. A device that comes a second time after
    // a crash changes nothing.
    this.timer ??= setTimeout(() => {
      void this.settled();
    }, GATHER_MS);
  }

  /** Resolves when everything changed so far is in the file. */
  settled(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.dirty.size === 0 && this.cleared.size === 0) {
      return this.writing;
    }
    this.next ??= this.writing.then(() => {
      this.next = undefined;
      this.writing = this.write();
      return this.writing;
    });
    return this.next;
  }

  private async write(): Promise<void> {
    const lines = [...this.clearings(), ...this.changes()];
    const text = lines.map((line) => `${line}\n`).join('');
    this.appendedBytes += text.length;
    if (this.appendedBytes > APPENDED_MAX_BYTES) {
      await writeFile(`${this.file}.new`, fileText(this.live.values()), { mode: 0o600 });
      await rename(`${this.file}.new`, this.file);
      this.appendedBytes = 0;
    } else {
      await appendFile(this.file, text);
    }
  }

  private clearings(): string[] {
    const vendors = [...this.cleared];
    this.cleared.clear();
    for (const key of [...this.live.keys()]) {
      if (vendors.some((vendor) => key.startsWith(`${JSON.stringify([vendor]).slice(0, -1)},`))) {
        this.live.delete(key);
      }
    }
    return vendors.map((vendor) => JSON.stringify([vendor, null, null, null]));
  }

  private changes(): string[] {
    const lines = [...this.dirty].map(([key, { vendor, tenant, device, value }]) => {
      const line = JSON.stringify([vendor, tenant, device, value()]);
      this.live.set(key, line);
      return line;
    });
    this.dirty.clear();
    return lines;
  }
}
