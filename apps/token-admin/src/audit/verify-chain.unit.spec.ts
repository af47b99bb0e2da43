import { randomBytes } from 'node:crypto';
import { Keyring } from '@mdm-gate/encryption';
import { AuditKeys } from './audit-keys.ts';
import type { AuditRow } from './audit-row.ts';
import { chainHash, emptyChain, type ChainHead } from './hash-chain.ts';
import { ChainVerification } from './verify-chain.ts';

const secrets = { k1: randomBytes(32).toString('base64url'), k2: randomBytes(32).toString('base64url') };
const keysOf = (keys: Readonly<Record<string, string>>) =>
  new AuditKeys(Keyring.fromConfig(JSON.stringify({ current: Object.keys(keys)[0], keys })));
const ours = keysOf(secrets);
const theirs = keysOf({ k1: randomBytes(32).toString('base64url') });

const rowAfter = (head: ChainHead, of: Partial<AuditRow> = {}, keys = ours): AuditRow => {
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
    keyId: 'k1' as string | null,
    ...of,
  };
  return { ...row, hash: chainHash(keys, head.hash, row) };
};

/** A row per key. */
const chainUnder = (keyIds: readonly (string | null)[], keys = ours): AuditRow[] => {
  const rows: AuditRow[] = [];
  for (const keyId of keyIds) rows.push(rowAfter(rows.at(-1) ?? emptyChain, { keyId }, keys));
  return rows;
};
const chain = (length: number): AuditRow[] => chainUnder(Array.from({ length }, () => 'k1'));

const head = (rows: readonly AuditRow[]): ChainHead => rows.at(-1) ?? emptyChain;

const verify = (rows: readonly AuditRow[], end: ChainHead = head(rows), keys = ours) => {
  const verification = new ChainVerification(keys);
  for (const row of rows) verification.add(row);
  return verification.finish(end);
};

describe('the audit chain', () => {
  it('is intact as it was written, also when names come back in another order', () => {
    const rows = chain(5).map((row) => ({ ...row, after: { nested: { a: [1, 2], b: 1 }, label: 'x' } }));
    expect(verify(rows)).toEqual([]);
  });

  it('shows that all of it is gone, also when the head says so', () => {
    expect(verify([])).toEqual([{ sequence: 1, problem: 'cut-off' }]);
  });

  it('is intact across keys, and where it goes on from rows that had none', () => {
    expect(verify(chainUnder([null, null, 'k1', 'k2', 'k2']))).toEqual([]);
  });

  it('shows that it was rewritten whole by somebody without the key', () => {
    expect(verify(chainUnder(['k1', 'k1'], theirs))[0]).toEqual({ sequence: 1, problem: 'changed' });
    expect(verify(chainUnder([null, null]))).toEqual([{ sequence: 2, problem: 'unkeyed' }]);
  });

  it('shows a rewritten beginning that had no key yet, by the first row that has one', () => {
    const rows = chainUnder([null, null, 'k1']);
    const forged = rowAfter(emptyChain, { keyId: null, action: 'forged' });
    const second = rowAfter(forged, { keyId: null });
    expect(verify([forged, second, ...rows.slice(2)])).toEqual([{ sequence: 3, problem: 'changed' }]);
  });

  it('shows a row that was added without a key, and one whose key is not there', () => {
    const rows = chain(2);
    const added = rowAfter(head(rows), { keyId: null });
    expect(verify([...rows, added])).toEqual([{ sequence: 3, problem: 'unkeyed' }]);
    expect(verify(chainUnder(['k1', 'k2']), undefined, keysOf({ k1: secrets.k1 }))).toEqual([
      { sequence: 2, problem: 'key-missing' },
    ]);
  });

  it.each<[string, Partial<AuditRow>]>([
    ['actor', { actor: { type: 'admin', id: 'somebody else' } }],
    ['action', { action: 'revealToken' }],
    ['outcome', { outcome: 'refused' }],
    ['time', { occurredAt: new Date(0) }],
    ['content', { after: { label: 'y' } }],
    ['source', { sourceAddress: '10.0.0.1' }],
    ['key', { keyId: 'k2' }],
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
