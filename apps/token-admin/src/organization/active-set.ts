import type { ActiveSetContent, ActiveSetToken } from '@mdm-gate/contracts';
import type { LivingToken, RefusedValue } from '../token/token.ts';
import type { OrganizationState } from './organization-state.ts';

const livingToken = (token: LivingToken): ActiveSetToken => ({
  tokenId: token.tokenId,
  state: token.state,
  digest: token.digest,
  digestKeyId: token.digestKeyId,
  connectionId: token.connectionId,
  notAfter: token.expiresAt?.toISOString() ?? null,
  createdAt: token.createdAt.toISOString(),
});

const revokedToken = (value: RefusedValue): ActiveSetToken => ({
  tokenId: value.tokenId,
  state: 'revoked',
  digest: value.digest,
  digestKeyId: value.digestKeyId,
  connectionId: value.connectionId,
  notAfter: null,
  createdAt: value.createdAt.toISOString(),
});

/** What the other services need to know. A token whose value was edited also stands in it with its former digest, revoked. */
export const activeSetOf = (state: OrganizationState): ActiveSetContent => {
  if (state.lineage === null) throw new Error(`${state.organizationId} has no lineage yet`);
  return {
    lineage: state.lineage,
    version: state.version,
    policy: {
      mode: state.policy.mode,
      effectiveFrom: state.policy.effectiveFrom?.toISOString() ?? null,
      mdmIntegrated: state.connectionIds.length > 0,
    },
    connectionIds: state.connectionIds.toSorted(),
    tokens: [...state.tokens.map(livingToken), ...state.namedValues.map(revokedToken)],
  };
};
