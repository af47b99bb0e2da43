import type { Logger } from '@mdm-gate/service-kit';
import type { RefusalRow } from './refusal-writer.ts';

const rowsMax = 1_000;

interface QueuedRow extends RefusalRow {
  readonly written: () => void;
}

/** Rows that wait for their turn to be written, one after the other; so many and no more. */
export class RefusalQueue {
  readonly #rows: QueuedRow[] = [];

  constructor(
    private readonly write: (row: RefusalRow) => Promise<void>,
    private readonly logger: Logger,
  ) {}

  /** Resolves once it is written; null when no more may wait. */
  add(row: RefusalRow): Promise<void> | null {
    if (this.#rows.length >= rowsMax) return null;
    return new Promise((written) => {
      this.#rows.push({ ...row, written });
    });
  }

  /** Ends at the first row that cannot be written: it is the next one's turn when there is another try. Answers with how many were. */
  async writeAll(signal?: AbortSignal): Promise<number> {
    let count = 0;
    while (signal?.aborted !== true) {
      const row = this.#rows.shift();
      if (row === undefined || !(await this.#write(row))) break;
      count += 1;
    }
    return count;
  }

  async #write(row: QueuedRow): Promise<boolean> {
    try {
      await this.write(row);
      row.written();
      return true;
    } catch (error) {
      const { organizationId, action } = row.refusal;
      const problem = error instanceof Error ? error.message : '';
      this.logger.warn(
        { organizationId, action, problem },
        'a refusal could not be recorded, and is tried again',
      );
      this.#rows.push(row);
      return false;
    }
  }
}
