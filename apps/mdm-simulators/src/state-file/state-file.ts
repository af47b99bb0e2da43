import { readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const VERSION = 1;
const GATHER_MS = 250;

const snapshotSchema = z.strictObject({
  version: z.literal(VERSION),
  vendors: z.record(z.string(), z.unknown()),
});

/**
 * The state of all vendors in one file, replaced whole and atomically.
 * Requests that come while it is being written share the next writing.
 */
export class StateFile {
  private readonly sections: Record<string, string> = {};
  private readonly dirty = new Set<string>();
  private writing: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly file: string,
    private readonly snapshotOf: (vendor: string) => unknown,
  ) {}

  /** What was kept, by vendor; null when there is no file yet. Throws when the file is not of this version. */
  read(): Record<string, unknown> | null {
    let text: string;
    try {
      text = readFileSync(this.file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        return null;
      }
      throw error;
    }
    const parsed = snapshotSchema.safeParse(JSON.parse(text));
    if (!parsed.success) {
      throw new Error('The state file is not of this version of the simulators: delete it to start afresh.');
    }
    for (const [vendor, state] of Object.entries(parsed.data.vendors)) {
      this.sections[vendor] = JSON.stringify(state);
    }
    return parsed.data.vendors;
  }

  markChanged(vendor: string): void {
    this.dirty.add(vendor);
    // Check-ins change state with nobody waiting for them: those may gather. A device that comes a second time after
    // a crash changes nothing.
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.settled();
    }, GATHER_MS);
  }

  /** Resolves when everything changed so far is in the file. */
  settled(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.dirty.size === 0) {
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
    for (const vendor of this.dirty) {
      this.sections[vendor] = JSON.stringify(this.snapshotOf(vendor));
    }
    this.dirty.clear();
    const vendors = Object.entries(this.sections).map(
      ([name, section]) => `${JSON.stringify(name)}:${section}`,
    );
    await mkdir(path.dirname(this.file), { recursive: true });
    await writeFile(`${this.file}.new`, `{"version":${VERSION},"vendors":{${vendors.join(',')}}}`, {
      mode: 0o600,
    });
    await rename(`${this.file}.new`, this.file);
  }
}
