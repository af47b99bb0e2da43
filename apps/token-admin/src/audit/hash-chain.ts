import { createHash } from 'node:crypto';
import type { AuditRow } from './audit-row.ts';

/** The hash before the first row. */
export const chainStart = '';

/** JSON with names in order, so that the same content always gives the same bytes, whatever stored it. */
const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const names = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${names.map(([name, item]) => `${JSON.stringify(name)}:${canonical(item)}`).join(',')}}`;
};

/** SHA-256 of the hash before and the row, in hex. A change to any row changes the hash of it and of all after it. */
export const chainHash = (previousHash: string, row: Omit<AuditRow, 'hash'>): string => {
  const content = canonical({
    organizationId: row.organizationId,
    sequence: row.sequence,
    occurredAt: row.occurredAt.toISOString(),
    actor: { type: row.actor.type, id: row.actor.id },
    action: row.action,
    outcome: row.outcome,
    subjectId: row.subjectId,
    operationId: row.operationId,
    correlationId: row.correlationId,
    sourceAddress: row.sourceAddress,
    before: row.before,
    after: row.after,
  });
  return createHash('sha256').update(previousHash).update('\n').update(content).digest('hex');
};

/** The end of a chain: how many rows it has and the hash of the last one. */
export interface ChainHead {
  readonly sequence: number;
  readonly hash: string;
}

export const emptyChain: ChainHead = { sequence: 0, hash: chainStart };
