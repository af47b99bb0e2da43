import type { Logger } from '@mdm-gate/service-kit';
import type { RefusalRow } from './refusal-writer.ts';

const rowsMax = 1_000;
/** As many as are written in one transaction. */
const togetherMax = 100;

interface QueuedRow extends RefusalRow {
  readonly written: () => void;
  /** One that could not be written is tried alone from then on: it may have been in the way of the others. */
  readonly isAlone: boolean;
}

type WriteRows = (organizationId: string, rows: readonly RefusalRow[]) => Promise<void>;

/** Rows that wait to be written, those of one organization together; so many and no more. */
export class RefusalQueue {
  #rows: readonly QueuedRow[] = [];

  constructor(
    private readonly write: WriteRows,
    private readonly logger: Logger,
  ) {}

  /** Resolves once it is written; null when no more may wait. */
  add(row: RefusalRow): Promise<void> | null {
    if (this.#rows.length >= rowsMax) return null;
    return new Promise((written) => {
      this.#rows = [...this.#rows, { ...row, written, isAlone: false }];
    });
  }

  /** Ends at the first that cannot be written: it is the next one's turn when there is another try. Answers with how many were. */
  async writeAll(signal?: AbortSignal): Promise<number> {
    let count = 0;
    while (signal?.aborted !== true) {
      const rows = this.#take();
      if (rows.length === 0 || !(await this.#write(rows))) break;
      count += rows.length;
    }
    return count;
  }

  /** The first, and with it those of its organization. */
  #take(): readonly QueuedRow[] {
    const [first, ...others] = this.#rows;
    if (first === undefined) return [];
    const { organizationId } = first.refusal;
    const isWithIt = ({ refusal, isAlone }: QueuedRow) =>
      !first.isAlone && !isAlone && refusal.organizationId === organizationId;
    const taken = new Set([first, ...others.filter(isWithIt).slice(0, togetherMax - 1)]);
    this.#rows = this.#rows.filter((row) => !taken.has(row));
    return [...taken];
  }

  async #write(rows: readonly QueuedRow[]): Promise<boolean> {
    const organizationId = rows[0]?.refusal.organizationId ?? '';
    try {
      await this.write(organizationId, rows);
      for (const { written } of rows) written();
      return true;
    } catch (error) {
      const problem = error instanceof Error ? error.message : '';
      this.logger.warn(
        { organizationId, refusals: rows.length, problem },
        'refusals could not be recorded, and are tried again',
      );
      this.#rows = [...this.#rows, ...rows.map((row) => ({ ...row, isAlone: true }))];
      return false;
    }
  }
}
