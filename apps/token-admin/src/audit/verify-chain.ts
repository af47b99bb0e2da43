import type { AuditFault } from '@mdm-gate/contracts';
import type { AuditRow } from './audit-row.ts';
import { chainHash, emptyChain, type ChainHead } from './hash-chain.ts';

/** Something that was done to the trail: where, and how it shows. */
export type ChainFault = AuditFault;

/** Faults after the first few tell nothing new. */
const faultsMax = 100;

/** Walks a chain from its first row to its head, row by row, so that it may be longer than memory. */
export class ChainVerification {
  readonly faults: ChainFault[] = [];
  #last: ChainHead = emptyChain;
  #rows = 0;

  get rows(): number {
    return this.#rows;
  }

  /** Rows in the order of their sequence. */
  add(row: AuditRow): void {
    this.#rows += 1;
    const expected = this.#last.sequence + 1;
    if (row.sequence !== expected) this.#fault(expected, 'missing');
    else if (row.hash !== chainHash(this.#last.hash, row)) this.#fault(row.sequence, 'changed');
    this.#last = { sequence: row.sequence, hash: row.hash };
  }

  /** `head`: where the organization says that its chain ends. */
  finish(head: ChainHead): readonly ChainFault[] {
    if (this.#last.sequence !== head.sequence) this.#fault(this.#last.sequence + 1, 'cut-off');
    else if (this.#last.hash !== head.hash) this.#fault(head.sequence, 'changed');
    return this.faults;
  }

  #fault(sequence: number, problem: ChainFault['problem']): void {
    if (this.faults.length < faultsMax) this.faults.push({ sequence, problem });
  }
}
