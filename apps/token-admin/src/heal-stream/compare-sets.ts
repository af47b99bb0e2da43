import type { ActiveSet } from '@mdm-gate/contracts';

/** Policy and living tokens. Which revoked ones are still named depends on when one looks. */
const essence = ({ policy, tokens }: ActiveSet): string =>
  JSON.stringify([
    [policy.mode, policy.effectiveFrom, policy.mdmIntegrated],
    tokens
      .filter(({ state }) => state !== 'revoked')
      .map(({ tokenId, digest, digestKeyId, connectionId, notAfter }) => [
        tokenId,
        digest,
        digestKeyId,
        connectionId,
        notAfter,
      ])
      .sort(),
  ]);

/** Two sets of one version differ when PostgreSQL was restored from a backup and then went another way. */
const isSameSet = (a: ActiveSet, b: ActiveSet): boolean => essence(a) === essence(b);

/**
 * `behind`: the stream lost something. `ahead`: PostgreSQL did, so that what it says next would be ignored as old.
 */
export type Comparison = 'same' | 'behind' | 'ahead';

/** `inStream` undefined: the stream knows nothing of the organization. */
export const compareSets = (active: ActiveSet, inStream: ActiveSet | undefined): Comparison => {
  if (inStream === undefined || inStream.version < active.version) return 'behind';
  return inStream.version === active.version && isSameSet(active, inStream) ? 'same' : 'ahead';
};
