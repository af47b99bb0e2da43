import type { EventEnvelope } from '@mdm-gate/contracts';
import type { Cause } from '../audit/audit-row.ts';

/** An event that is delivered again is the same operation. */
export const causeOfEvent = ({ id, actor, correlationId }: EventEnvelope): Cause => ({
  actor,
  operationId: id,
  correlationId,
  sourceAddress: null,
});
