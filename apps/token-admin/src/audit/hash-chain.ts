import { createHash } from 'node:crypto';
import type { AuditKeys } from './audit-keys.ts';
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

type ChainedRow = Omit<AuditRow, 'hash'>;

const contentOf = (row: ChainedRow): Record<string, unknown> => ({
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

/** Of a row from before the chain had keys: SHA-256 of the hash before and the row. */
const unkeyedHash = (previousHash: string, row: ChainedRow): string =>
  createHash('sha256')
    .update(`${previousHash}\n${canonical(contentOf(row))}`)
    .digest('hex');

/**
 * Chains a row to the hash before it, under the key that the row names, in hex. A change to any row changes the hash of
 * it and of all after it, and nobody can compute them anew without the key.
 */
export const chainHash = (keys: AuditKeys, previousHash: string, row: ChainedRow): string => {
  if (row.keyId === null) return unkeyedHash(previousHash, row);
  const content = canonical({ ...contentOf(row), keyId: row.keyId });
  return keys.mac(row.keyId, `${previousHash}\n${content}`);
};

/** The end of a chain: how many rows it has and the hash of the last one. */
export interface ChainHead {
  readonly sequence: number;
  readonly hash: string;
}

export const emptyChain: ChainHead = { sequence: 0, hash: chainStart };
