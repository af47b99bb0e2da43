import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const newestBytes = 256 * 1024;

/**
 * Where a process writes both streams. A file and not a pipe: a process that outlives us for a moment must be able to
 * write its last lines, or it dies of SIGPIPE in the middle of its orderly end.
 */
export class OutputFile {
  readonly fd: number;
  readonly #start: number;
  #final: string | undefined;

  constructor(logFile?: string) {
    const path = logFile ?? join(tmpdir(), `mdm-gate-output-${randomUUID()}`);
    this.fd = openSync(path, 'a+', 0o600);
    this.#start = fstatSync(this.fd).size;
    // Without a name it goes with the last process that has it open.
    if (logFile === undefined) unlinkSync(path);
  }

  /** What was written since the start, the newest 256 KiB of it. */
  get text(): string {
    return this.#final ?? this.#read();
  }

  close(): void {
    this.#final = this.#read();
    closeSync(this.fd);
  }

  #read(): string {
    const { size } = fstatSync(this.fd);
    const from = Math.max(this.#start, size - newestBytes);
    const buffer = Buffer.alloc(Math.max(0, size - from));
    const length = readSync(this.fd, buffer, 0, buffer.length, from);
    return buffer.toString('utf8', 0, length);
  }
}
