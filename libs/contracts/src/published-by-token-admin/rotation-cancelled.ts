import { defineEvent, type EventOf } from '../event-contract.ts';
import { rotationFields } from '../rotation.ts';

export const rotationCancelled = defineEvent({
  type: 'RotationCancelled',
  publishedBy: 'token-admin',
  stream: 'rotations',
  description: 'A rotation was given up: its new token is revoked, and the others are active as before',
  fields: rotationFields,
});
export type RotationCancelled = EventOf<typeof rotationCancelled>;
