import type {
  RotationAdvanced,
  RotationCancelled,
  RotationCompleted,
  RotationHeld,
  RotationResumed,
  RotationStarted,
} from '@mdm-gate/contracts';
import { v7 as uuidv7 } from 'uuid';
import type { Cause } from '../audit/audit-row.ts';
import type { StoredRotation } from './rotation.entity.ts';

type RotationEvent =
  RotationStarted | RotationAdvanced | RotationHeld | RotationResumed | RotationCompleted | RotationCancelled;
export type RotationEventType = RotationEvent['type'];

export const rotationEvent = (
  type: RotationEventType,
  rotation: StoredRotation,
  { actor, correlationId }: Cause,
  now: Date,
): RotationEvent => ({
  id: uuidv7(),
  type,
  schemaVersion: 1,
  occurredAt: now.toISOString(),
  correlationId,
  actor,
  organizationId: rotation.organizationId,
  rotationId: rotation.rotationId,
  connectionId: rotation.connectionId,
  tokenId: rotation.tokenId,
  replaces: [...rotation.replaces],
  state: rotation.state,
  heldBecause: rotation.heldBecause,
  stateSince: rotation.stateSince.toISOString(),
});
