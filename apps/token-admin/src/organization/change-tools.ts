import { Clock } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditTrail } from '../audit/audit-trail.ts';
import { ActiveSets } from './active-sets.ts';

/** What whoever changes an organization needs: all of it works within one transaction. */
@Injectable()
export class ChangeTools {
  constructor(
    readonly dataSource: DataSource,
    readonly audit: AuditTrail,
    readonly clock: Clock,
    readonly sets: ActiveSets,
  ) {}
}
