import type { ActiveSet, ActiveSetEvent } from '@mdm-gate/contracts';
import { v7 as uuidv7 } from 'uuid';
import type { Cause } from '../audit/audit-row.ts';
import type { Announcement } from './change.ts';

export interface Announced {
  readonly organizationId: string;
  readonly activeSet: ActiveSet;
  readonly cause: Pick<Cause, 'actor' | 'correlationId'>;
}

export const activeSetEvent = (
  announcement: Announcement,
  { organizationId, activeSet, cause }: Announced,
  now: Date,
): ActiveSetEvent => ({
  id: uuidv7(),
  schemaVersion: 1,
  occurredAt: now.toISOString(),
  correlationId: cause.correlationId,
  actor: cause.actor,
  organizationId,
  activeSet,
  ...announcement,
});
