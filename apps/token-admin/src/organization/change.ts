import type { ActiveSetEvent } from '@mdm-gate/contracts';
import type { EntityManager } from 'typeorm';
import type { AuditEntry } from '../audit/audit-row.ts';
import type { Gate } from '../impact/gate.ts';
import type { OperationChange } from '../operations/operation-rows.ts';
import type { LivingToken, RevokedValue, Token } from '../token/token.ts';
import {
  oldestRevocation,
  revokedValuesMax,
  type OrganizationState,
  type Policy,
} from './organization-state.ts';

type TokenEventType = Exclude<ActiveSetEvent['type'], 'PolicyChanged'>;

/** What the other services are told about a change, beside the active set that resulted from it. */
export type Announcement =
  { readonly type: 'PolicyChanged' } | { readonly type: TokenEventType; readonly tokenId: string };

/** What a use case decided. All of it is written in one transaction, or nothing. */
export interface Change extends OperationChange {
  /** Null when the active set stays as it is: nothing is published and the version stays. */
  readonly announcement: Announcement | null;
  /** `allowed` unless it says otherwise. */
  readonly audit: Omit<AuditEntry, 'outcome'> & Partial<Pick<AuditEntry, 'outcome'>>;
  readonly policy?: Policy;
  /** Tokens as they are to be: new ones and changed ones. */
  readonly tokens?: readonly Token[];
  readonly revokedValues?: readonly RevokedValue[];
  /** A token whose value is another one now: what the MDM systems were read back to hold is the former one. */
  readonly noLongerHeld?: string;
  readonly connection?: { readonly connectionId: string; readonly removed: boolean };
  /** What else belongs to it. */
  readonly also?: (manager: EntityManager) => Promise<void>;
  /** Of a change that may halt devices. */
  readonly gate?: Gate;
  /** What it will come to, where it only begins: that is what the gate judges. */
  readonly judgedAs?: Change;
}

const changedTokens = (state: OrganizationState, changed: readonly Token[]): readonly LivingToken[] => {
  const changedIds = new Set(changed.map(({ tokenId }) => tokenId));
  return [...state.tokens.filter(({ tokenId }) => !changedIds.has(tokenId)), ...changed]
    .filter(({ state }) => state !== 'revoked')
    .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.tokenId < b.tokenId ? -1 : 1));
};

const changedConnections = (
  { connectionIds, removedConnectionIds }: OrganizationState,
  connection: Change['connection'],
): Pick<OrganizationState, 'connectionIds' | 'removedConnectionIds'> => {
  if (connection === undefined) return { connectionIds, removedConnectionIds };
  const { connectionId, removed } = connection;
  const others = connectionIds.filter((id) => id !== connectionId);
  return removed
    ? { connectionIds: others, removedConnectionIds: [...removedConnectionIds, connectionId] }
    : { connectionIds: [...others, connectionId], removedConnectionIds };
};

/** The organization after the change. */
export const applyChange = (state: OrganizationState, change: Change, now: Date): OrganizationState => {
  const revokedValues = [...(change.revokedValues ?? []), ...state.revokedValues]
    .filter(({ revokedAt }) => revokedAt > oldestRevocation(now))
    .slice(0, revokedValuesMax);
  return {
    ...state,
    version: change.announcement === null ? state.version : state.version + 1,
    policy: change.policy ?? state.policy,
    policyVersion: change.policy === undefined ? state.policyVersion : state.policyVersion + 1,
    ...changedConnections(state, change.connection),
    tokens: changedTokens(state, change.tokens ?? []),
    held: state.held.filter(({ tokenId }) => tokenId !== change.noLongerHeld),
    revokedValues,
    namedValues: change.announcement === null ? state.namedValues : revokedValues,
  };
};
