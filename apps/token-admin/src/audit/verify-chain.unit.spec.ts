import type { AuditRow } from './audit-row.ts';
import { chainHash, emptyChain, type ChainHead } from './hash-chain.ts';
import { ChainVerification } from './verify-chain.ts';

const rowAfter = (head: ChainHead, of: Partial<AuditRow> = {}): AuditRow => {
  const row = {
    organizationId: 'acme',
    sequence: head.sequence + 1,
    occurredAt: new Date('2026-11-24T12:00:00.000Z'),
    actor: { type: 'admin' as const, id: 'someone' },
    action: 'createToken',
    outcome: 'allowed' as const,
    subjectId: null,
    operationId: 'o',
    correlationId: 'c',
    sourceAddress: null,
    before: null,
    after: { label: 'x', nested: { b: 1, a: [1, 2] } },
    ...of,
  };
  return { ...row, hash: chainHash(head.hash, row) };
};

const chain = (length: number): AuditRow[] => {
  const rows: AuditRow[] = [];
  for (let head = emptyChain; rows.length < length; head = rows.at(-1) ?? head) rows.push(rowAfter(head));
  return rows;
};

const head = (rows: readonly AuditRow[]): ChainHead => rows.at(-1) ?? emptyChain;

const verify = (rows: readonly AuditRow[], end: ChainHead = head(rows)) => {
  const verification = new ChainVerification();
  for (const row of rows) verification.add(row);
  return verification.finish(end);
};

describe('the audit chain', () => {
  it('is intact as it was written, also when names come back in another order', () => {
    const rows = chain(5).map((row) => ({ ...row, after: { nested: { a: [1, 2], b: 1 }, label: 'x' } }));
    expect(verify(rows)).toEqual([]);
    expect(verify([])).toEqual([]);
  });

  it.each<[string, Partial<AuditRow>]>([
    ['actor', { actor: { type: 'admin', id: 'somebody else' } }],
    ['action', { action: 'revealToken' }],
    ['outcome', { outcome: 'refused' }],
    ['time', { occurredAt: new Date(0) }],
    ['content', { after: { label: 'y' } }],
    ['source', { sourceAddress: '10.0.0.1' }],
  ])('shows a changed %s', (_, change) => {
    const rows = chain(5).map((row) => (row.sequence === 3 ? { ...row, ...change } : row));
    expect(verify(rows)).toEqual([{ sequence: 3, problem: 'changed' }]);
  });

  it('shows a row that was changed together with its hash', () => {
    const rows = chain(5);
    const forged = rowAfter(rows[1] ?? emptyChain, { action: 'forged' });
    expect(verify(rows.map((row) => (row.sequence === 3 ? forged : row)))).toEqual([
      { sequence: 4, problem: 'changed' },
    ]);
  });

  it('shows a removed row, at the beginning, in between and at the end', () => {
    const rows = chain(5);
    expect(verify(rows.slice(1))).toEqual([{ sequence: 1, problem: 'missing' }]);
    expect(verify(rows.filter(({ sequence }) => sequence !== 3))).toEqual([
      { sequence: 3, problem: 'missing' },
    ]);
    expect(verify(rows.slice(0, 4), head(rows))).toEqual([{ sequence: 5, problem: 'cut-off' }]);
  });

  it('shows rows that changed places', () => {
    const rows = chain(4);
    const [, second, third] = rows;
    const swapped = rows.map((row) => {
      if (row === second) return { ...row, ...third, sequence: 2 };
      return row === third ? { ...row, ...second, sequence: 3 } : row;
    });
    expect(verify(swapped).map(({ sequence }) => sequence)).toContain(2);
  });
});
