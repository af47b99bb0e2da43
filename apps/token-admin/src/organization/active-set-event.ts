import type { ActiveSetEvent } from '@mdm-gate/contracts';
import { v7 as uuidv7 } from 'uuid';
import type { Cause } from '../audit/audit-row.ts';
import { activeSetOf } from './active-set.ts';
import type { Announcement } from './change.ts';
import type { OrganizationState } from './organization-state.ts';

export const activeSetEvent = (
  announcement: Announcement,
  state: OrganizationState,
  cause: Pick<Cause, 'actor' | 'correlationId'>,
  now: Date,
): ActiveSetEvent => ({
  id: uuidv7(),
  schemaVersion: 1,
  occurredAt: now.toISOString(),
  correlationId: cause.correlationId,
  actor: cause.actor,
  organizationId: state.organizationId,
  activeSet: activeSetOf(state),
  ...announcement,
});
