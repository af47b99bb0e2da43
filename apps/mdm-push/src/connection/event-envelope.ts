import type { Actor } from '@mdm-gate/contracts';
import { v7 as uuid } from 'uuid';

/** What every event of a connection says: which connection, and who did it. */
export interface ConnectionFacts {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly actor: Actor;
  readonly correlationId: string;
}

/** A new event of a connection, without its type and what only that type has. */
export const eventEnvelope = (facts: ConnectionFacts, now: Date) => ({
  id: uuid(),
  schemaVersion: 1 as const,
  occurredAt: now.toISOString(),
  correlationId: facts.correlationId,
  actor: facts.actor,
  organizationId: facts.organizationId,
  connectionId: facts.connectionId,
});
