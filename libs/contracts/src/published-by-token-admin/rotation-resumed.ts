import { defineEvent, type EventOf } from '../event-contract.ts';
import { rotationFields } from '../rotation.ts';

export const rotationResumed = defineEvent({
  type: 'RotationResumed',
  publishedBy: 'token-admin',
  stream: 'rotations',
  description: 'A rotation that a person held goes on from the state that it was held in',
  fields: rotationFields,
});
export type RotationResumed = EventOf<typeof rotationResumed>;
