import type { Actor, MdmConnectionAdded, MdmConnectionRemoved } from '@mdm-gate/contracts';
import { v7 as uuid } from 'uuid';

export interface ConnectionChange {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly actor: Actor;
  readonly correlationId: string;
  /** How many connections the organization has after the change. */
  readonly connections: number;
}

const envelope = (change: ConnectionChange, now: Date) => ({
  id: uuid(),
  schemaVersion: 1 as const,
  occurredAt: now.toISOString(),
  correlationId: change.correlationId,
  actor: change.actor,
  organizationId: change.organizationId,
  connectionId: change.connectionId,
  connections: change.connections,
});

export const connectionAdded = (change: ConnectionChange, now: Date): MdmConnectionAdded => ({
  ...envelope(change, now),
  type: 'MdmConnectionAdded',
});

export const connectionRemoved = (change: ConnectionChange, now: Date): MdmConnectionRemoved => ({
  ...envelope(change, now),
  type: 'MdmConnectionRemoved',
});
