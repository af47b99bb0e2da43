import type { AuditFault } from '@mdm-gate/contracts';
import type { AuditKeys } from './audit-keys.ts';
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
  #lastKeyId: string | null = null;
  #rows = 0;

  constructor(private readonly keys: AuditKeys) {}

  get rows(): number {
    return this.#rows;
  }

  /** Rows in the order of their sequence. */
  add(row: AuditRow): void {
    this.#rows += 1;
    const expected = this.#last.sequence + 1;
    const problem = row.sequence === expected ? this.#problemOf(row) : 'missing';
    if (problem !== null) this.#fault(expected, problem);
    this.#last = { sequence: row.sequence, hash: row.hash };
    this.#lastKeyId = row.keyId ?? this.#lastKeyId;
  }

  /** `head`: where the organization says that its chain ends. A running service makes every chain end under a key. */
  finish(head: ChainHead): readonly ChainFault[] {
    if (this.#last.sequence !== head.sequence || this.#rows === 0)
      this.#fault(this.#last.sequence + 1, 'cut-off');
    else if (this.#last.hash !== head.hash) this.#fault(head.sequence, 'changed');
    else if (this.#lastKeyId === null) this.#fault(head.sequence, 'unkeyed');
    return this.faults;
  }

  #problemOf(row: AuditRow): ChainFault['problem'] | null {
    // Once a chain has a key, nothing is added to it without one.
    if (row.keyId === null && this.#lastKeyId !== null) return 'unkeyed';
    if (row.keyId !== null && !this.keys.has(row.keyId)) return 'key-missing';
    return row.hash === chainHash(this.keys, this.#last.hash, row) ? null : 'changed';
  }

  #fault(sequence: number, problem: ChainFault['problem']): void {
    if (this.faults.length < faultsMax) this.faults.push({ sequence, problem });
  }
}
