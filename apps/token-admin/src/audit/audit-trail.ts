import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { OrganizationEntity } from '../organization/organization.entity.ts';
import { AuditEventEntity } from './audit-event.entity.ts';
import { AuditKeys } from './audit-keys.ts';
import type { AuditEntry, AuditRow, Cause } from './audit-row.ts';
import { chainHash } from './hash-chain.ts';

export type CausedEntry = AuditEntry & { readonly cause: Cause };

/** Writes the audit trail. Within a transaction that holds the organization's row lock, and saves the organization after it. */
@Injectable()
export class AuditTrail {
  constructor(private readonly keys: AuditKeys) {}

  async append(
    manager: EntityManager,
    organization: OrganizationEntity,
    entry: CausedEntry,
    now: Date,
  ): Promise<void> {
    await this.appendAll(manager, organization, [entry], now);
  }

  async appendAll(
    manager: EntityManager,
    organization: OrganizationEntity,
    entries: readonly CausedEntry[],
    now: Date,
  ): Promise<void> {
    await manager.insert(
      AuditEventEntity,
      entries.map((entry) => this.#linked(organization, entry, now)),
    );
  }

  /** The next link of the chain. */
  #linked(organization: OrganizationEntity, { cause, ...what }: CausedEntry, now: Date): AuditRow {
    const row = {
      organizationId: organization.organizationId,
      sequence: organization.auditSequence + 1,
      occurredAt: now,
      keyId: this.keys.currentKeyId,
      ...what,
      ...cause,
    };
    const hash = chainHash(this.keys, organization.auditHash, row);
    organization.auditSequence = row.sequence;
    organization.auditHash = hash;
    return { ...row, hash };
  }

  /** Whether this very change has been made already, by an earlier try of the same request. */
  async isDone(manager: EntityManager, organizationId: string, operationId: string): Promise<boolean> {
    return manager.existsBy(AuditEventEntity, { organizationId, operationId, outcome: 'allowed' });
  }
}
