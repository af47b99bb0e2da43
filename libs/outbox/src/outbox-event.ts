import { eventCatalogue, type EventOf } from '@mdm-gate/contracts';
import { CodedError, issuesOf } from '@mdm-gate/service-kit';

/** Any event of the catalogue. */
export type OutboxEvent = EventOf<(typeof eventCatalogue)[number]>;

/**
 * The event as its contract has it. What is wrong with it must show while the change can still be rolled back:
 * later, the relay would stand before an event that it can neither publish nor skip.
 */
export const contractedEvent = (event: OutboxEvent): OutboxEvent => {
  const contract = eventCatalogue.find(({ type }) => type === event.type);
  if (contract === undefined) throw new CodedError('internal-error', `There is no event ${event.type}`);
  const parsed = contract.schema.safeParse(event);
  if (parsed.success) return parsed.data;
  throw new CodedError('internal-error', `The event ${event.type} does not match its contract`, {
    issues: issuesOf(parsed.error),
  });
};
