import { defineEvent, type EventOf } from '../event-contract.ts';
import { rotationFields } from '../rotation.ts';

export const rotationCompleted = defineEvent({
  type: 'RotationCompleted',
  publishedBy: 'token-admin',
  stream: 'rotations',
  description: 'A rotation has ended: the tokens that it replaces are revoked',
  fields: rotationFields,
});
export type RotationCompleted = EventOf<typeof rotationCompleted>;
