import type { EventEnvelope } from '@mdm-gate/contracts';
import type { Cause } from '../audit/audit-row.ts';

/**
 * What mdm-push has confirmed is on record as its own: whom an event names is not proven. An event that is delivered again is
 * the same operation.
 */
export const causeOfEvent = ({ id, correlationId }: EventEnvelope): Cause => ({
  actor: { type: 'service', id: 'mdm-push' },
  operationId: id,
  correlationId,
  sourceAddress: null,
});
