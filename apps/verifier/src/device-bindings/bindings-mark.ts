import type { StreamState } from '@mdm-gate/messaging';
import type { BindingsMark } from '../active-set/active-set-store.ts';

export const markOf = ({ created, lastSequence, lastStoredAtMs }: StreamState): BindingsMark => ({
  createdMs: created.getTime(),
  sequence: lastSequence,
  storedAtMs: lastStoredAtMs,
});
