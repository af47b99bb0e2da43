import { v7 as uuidv7 } from 'uuid';
import type { Cause } from './audit-row.ts';

/** Of what the service does by itself. */
export const ownCause = (correlationId?: string): Cause => {
  const operationId = uuidv7();
  return {
    actor: { type: 'service', id: 'token-admin' },
    operationId,
    correlationId: correlationId ?? operationId,
    sourceAddress: null,
  };
};
