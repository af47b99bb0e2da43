import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { notFound } from '../organization/load-organization.ts';
import { OrganizationEntity } from '../organization/organization.entity.ts';
import { AuditKeys } from './audit-keys.ts';
import { AuditEventEntity } from './audit-event.entity.ts';
import type { AuditRow } from './audit-row.ts';
import { ChainVerification, type ChainFault } from './verify-chain.ts';

const batchSize = 500;

export interface AuditVerdict {
  readonly events: number;
  readonly headHash: string;
  readonly faults: readonly ChainFault[];
}

/** Reads whole trails, in batches, so that they may be longer than memory. */
@Injectable()
export class AuditReader {
  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: AuditKeys,
  ) {}

  /** Oldest first. */
  async *rows(
    organizationId: string,
    manager: EntityManager = this.dataSource.manager,
  ): AsyncGenerator<AuditRow> {
    let last = 0;
    for (;;) {
      const batch = await manager
        .createQueryBuilder(AuditEventEntity, 'event')
        .where('event.organizationId = :organizationId AND event.sequence > :last', { organizationId, last })
        .orderBy('event.sequence')
        .take(batchSize)
        .getMany();
      yield* batch;
      last = batch.at(-1)?.sequence ?? last;
      if (batch.length < batchSize) return;
    }
  }

  /** In one snapshot of the database, so that what is written meanwhile does not look like a fault. */
  verify(organizationId: string): Promise<AuditVerdict> {
    return this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      const organization = await manager.findOneBy(OrganizationEntity, { organizationId });
      if (organization === null) throw notFound();
      const verification = new ChainVerification(this.keys);
      for await (const row of this.rows(organizationId, manager)) verification.add(row);
      const { auditSequence: sequence, auditHash: headHash } = organization;
      const faults = verification.finish({ sequence, hash: headHash });
      return { events: verification.rows, headHash, faults };
    });
  }
}
