import type { MdmConnectionAdded, MdmConnectionRemoved } from '@mdm-gate/contracts';
import { eventEnvelope, type ConnectionFacts } from './event-envelope.ts';

export interface ConnectionChange extends ConnectionFacts {
  /** How many connections the organization has after the change. */
  readonly connections: number;
}

const envelope = (change: ConnectionChange, now: Date) => ({
  ...eventEnvelope(change, now),
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
