import { CodedError } from '@mdm-gate/service-kit';
import { MoreThan, Not, type EntityManager } from 'typeorm';
import { HeldTokenEntity } from '../token/held-token.entity.ts';
import { RevokedValueEntity } from '../token/revoked-value.entity.ts';
import { TokenEntity } from '../token/token.entity.ts';
import { KnownConnectionEntity } from './known-connection.entity.ts';
import { OrganizationEntity } from './organization.entity.ts';
import { oldestRevocation, revokedValuesMax, type OrganizationState } from './organization-state.ts';

/** Always the same words: they must not tell "there is none" from "it is somebody else's". */
export const notFound = (): CodedError => new CodedError('not-found');

/** Holds the organization's row until the transaction ends. */
export const lockOrganization = async (
  manager: EntityManager,
  organizationId: string,
): Promise<OrganizationEntity> => {
  const organization = await manager.findOne(OrganizationEntity, {
    where: { organizationId },
    lock: { mode: 'pessimistic_write' },
  });
  if (organization === null) throw notFound();
  return organization;
};

export const loadState = async (
  manager: EntityManager,
  organization: OrganizationEntity,
  now: Date,
): Promise<OrganizationState> => {
  const { organizationId } = organization;
  const connections = await manager.findBy(KnownConnectionEntity, { organizationId });
  const tokens = await manager.find(TokenEntity, {
    where: { organizationId, state: Not('revoked') },
    order: { createdAt: 'ASC', tokenId: 'ASC' },
  });
  const revokedValues = await manager.find(RevokedValueEntity, {
    where: { organizationId, revokedAt: MoreThan(oldestRevocation(now)) },
    order: { revokedAt: 'DESC', id: 'DESC' },
    take: revokedValuesMax,
  });
  const held = await manager.findBy(HeldTokenEntity, { organizationId });
  return {
    organizationId,
    version: organization.version,
    policy: { mode: organization.policyMode, effectiveFrom: organization.policyEffectiveFrom },
    policyVersion: organization.policyVersion,
    connectionIds: connections.filter(({ removed }) => !removed).map(idOf),
    removedConnectionIds: connections.filter(({ removed }) => removed).map(idOf),
    tokens,
    revokedValues,
    heldTokenIds: held.map(({ tokenId }) => tokenId).filter((tokenId) => tokenId !== null),
  };
};

const idOf = ({ connectionId }: KnownConnectionEntity): string => connectionId;
