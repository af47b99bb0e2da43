import type { Digester, Sealed, SealedBox } from '@mdm-gate/encryption';

export interface Stored {
  readonly id?: string;
  readonly organizationId: string;
  readonly tokenId: string;
  readonly sealedValue: Sealed;
  readonly digest: string;
  readonly digestKeyId: string;
}

export interface Renewal {
  readonly columns: Pick<Stored, 'sealedValue' | 'digest' | 'digestKeyId'>;
  readonly count: { readonly rewrapped: number; readonly redigested: number };
}

/** The row under the current keys, or null when it is so already. */
export const renewed = (
  row: Stored,
  { sealedBox, digester }: { readonly sealedBox: SealedBox; readonly digester: Digester },
): Renewal | null => {
  const binding = [row.organizationId, row.tokenId];
  const rewraps = sealedBox.needsRewrap(row.sealedValue);
  const digest = digester.digest(sealedBox.open(row.sealedValue, binding));
  const redigests = digest.digestKeyId !== row.digestKeyId;
  if (!rewraps && !redigests) return null;
  const sealedValue = rewraps ? sealedBox.rewrap(row.sealedValue, binding) : row.sealedValue;
  return {
    columns: { sealedValue, ...digest },
    count: { rewrapped: Number(rewraps), redigested: Number(redigests) },
  };
};
