import type { ActiveSetEvent } from '@mdm-gate/contracts';
import type { ActiveSetMac, Digester, SealedBox } from '@mdm-gate/encryption';
import { Outbox } from '@mdm-gate/outbox';
import { type Clock } from '@mdm-gate/service-kit';
import type { DataSource, EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { AuditKeys } from '../audit/audit-keys.ts';
import type { Cause } from '../audit/audit-row.ts';
import { AuditTrail } from '../audit/audit-trail.ts';
import { activeSetEvent } from '../organization/active-set-event.ts';
import { ActiveSets } from '../organization/active-sets.ts';
import { beginLineage } from '../organization/lineage.ts';
import { lockOrganization, saveOrganization } from '../organization/load-organization.ts';
import { loadState } from '../organization/load-state.ts';
import { OrganizationEntity } from '../organization/organization.entity.ts';
import { RevokedValueEntity } from '../token/revoked-value.entity.ts';
import { TokenEntity } from '../token/token.entity.ts';
import { renewed, type Stored } from './renewed.ts';

export interface RotationCount {
  readonly rewrapped: number;
  readonly redigested: number;
}

export interface RotationTools {
  readonly dataSource: DataSource;
  readonly sealedBox: SealedBox;
  readonly digester: Digester;
  readonly macs: ActiveSetMac;
  readonly clock: Clock;
  readonly auditKeys: AuditKeys;
}

const nothing: RotationCount = { rewrapped: 0, redigested: 0 };

const sum = (a: RotationCount, b: RotationCount): RotationCount => ({
  rewrapped: a.rewrapped + b.rewrapped,
  redigested: a.redigested + b.redigested,
});

/**
 * Brings everything that is stored under the current keys, organization by organization, while the service runs. Both
 * old and new keys must be in the keyrings of all services before; afterwards the old ones may be taken out.
 */
export class KeyRotation {
  readonly #audit: AuditTrail;
  readonly #sets: ActiveSets;

  constructor(private readonly tools: RotationTools) {
    this.#audit = new AuditTrail(tools.auditKeys);
    this.#sets = new ActiveSets(tools.macs, new Outbox());
  }

  async rotateAll(): Promise<RotationCount> {
    const { manager } = this.tools.dataSource;
    const organizations = await manager.find(OrganizationEntity, { select: { organizationId: true } });
    let count = nothing;
    for (const { organizationId } of organizations) count = sum(count, await this.#rotate(organizationId));
    return count;
  }

  #rotate(organizationId: string): Promise<RotationCount> {
    return this.tools.dataSource.transaction(async (manager) => {
      const organization = await lockOrganization(manager, organizationId);
      const count = sum(
        await this.#renew(manager, TokenEntity, await manager.findBy(TokenEntity, { organizationId })),
        await this.#renew(
          manager,
          RevokedValueEntity,
          await manager.findBy(RevokedValueEntity, { organizationId }),
        ),
      );
      const hasCurrentMac = organization.activeSetMacKeyId === this.tools.macs.currentKeyId;
      if (count.rewrapped + count.redigested === 0 && hasCurrentMac) return count;
      await this.#conclude(manager, organization, {
        count,
        isNewSet: count.redigested > 0 || !hasCurrentMac,
      });
      return count;
    });
  }

  async #renew(
    manager: EntityManager,
    entity: typeof TokenEntity | typeof RevokedValueEntity,
    rows: readonly Stored[],
  ): Promise<RotationCount> {
    let count = nothing;
    for (const row of rows) {
      const change = renewed(row, this.tools);
      if (change === null) continue;
      await manager.update(
        entity,
        entity === TokenEntity ? { tokenId: row.tokenId } : { id: row.id ?? '' },
        change.columns,
      );
      count = sum(count, change.count);
    }
    return count;
  }

  /** New digests, or a MAC under a new key, are a new active set; a new wrapping is nobody else's concern. All is on record. */
  async #conclude(
    manager: EntityManager,
    organization: OrganizationEntity,
    { count, isNewSet }: { readonly count: RotationCount; readonly isNewSet: boolean },
  ): Promise<void> {
    const now = this.tools.clock.now();
    const cause = rotationCause();
    const event = isNewSet ? await this.#newSet(manager, organization, cause, now) : null;
    const entry = {
      action: 'rotateKeys',
      outcome: 'allowed' as const,
      subjectId: null,
      before: null,
      after: count,
    };
    await this.#audit.append(manager, organization, { ...entry, cause }, now);
    await saveOrganization(manager, organization);
    if (event !== null) await this.#sets.publish(manager, event);
  }

  async #newSet(
    manager: EntityManager,
    organization: OrganizationEntity,
    cause: Cause,
    now: Date,
  ): Promise<ActiveSetEvent> {
    if (!organization.settled) await beginLineage(manager, organization);
    organization.version += 1;
    organization.activeSetAt = now;
    const state = await loadState(manager, organization, now);
    const activeSet = this.#sets.renew(organization, state, now);
    const { organizationId } = organization;
    return activeSetEvent({ type: 'PolicyChanged' }, { organizationId, activeSet, cause }, now);
  }
}

const rotationCause = (): Cause => ({
  actor: { type: 'service', id: 'keys-rotate' },
  operationId: uuidv7(),
  correlationId: uuidv7(),
  sourceAddress: null,
});
