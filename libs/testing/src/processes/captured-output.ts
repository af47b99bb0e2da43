import { type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { appendFileSync } from 'node:fs';

const keptCharacters = 256 * 1024;

/** The newest output of a process, both streams in the order of arrival; the whole of it in a file if wanted. */
export class CapturedOutput extends EventEmitter<{ more: [] }> {
  #text = '';

  constructor(child: ChildProcess, logFile?: string) {
    super();
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        this.#text = (this.#text + chunk).slice(-keptCharacters);
        if (logFile !== undefined) appendFileSync(logFile, chunk, { mode: 0o600 });
        this.emit('more');
      });
    }
  }

  get text(): string {
    return this.#text;
  }
}
