import { defineEvent, type EventOf } from '../event-contract.ts';
import { rotationFields } from '../rotation.ts';

export const rotationStarted = defineEvent({
  type: 'RotationStarted',
  publishedBy: 'token-admin',
  stream: 'rotations',
  description: 'A rotation began: its new token is being delivered',
  fields: rotationFields,
});
export type RotationStarted = EventOf<typeof rotationStarted>;
