import { defineEvent, type EventOf } from '../event-contract.ts';
import { rotationFields } from '../rotation.ts';

export const rotationHeld = defineEvent({
  type: 'RotationHeld',
  publishedBy: 'token-admin',
  stream: 'rotations',
  description:
    'A rotation waits for a person: going on would halt devices, its deadline has passed, or a person held it',
  fields: rotationFields,
});
export type RotationHeld = EventOf<typeof rotationHeld>;
