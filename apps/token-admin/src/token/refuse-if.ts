import { CodedError } from '@mdm-gate/service-kit';
import type { Refusal } from './token-rules.ts';

/** Turns the rules' verdict into the error that ends the transaction. */
export const refuseIf = (refusal: Refusal | null): void => {
  if (refusal !== null) throw new CodedError(refusal.code, refusal.detail);
};
