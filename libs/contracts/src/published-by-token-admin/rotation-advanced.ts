import { defineEvent, type EventOf } from '../event-contract.ts';
import { rotationFields } from '../rotation.ts';

export const rotationAdvanced = defineEvent({
  type: 'RotationAdvanced',
  publishedBy: 'token-admin',
  stream: 'rotations',
  description: 'A rotation went on to its next state',
  fields: rotationFields,
});
export type RotationAdvanced = EventOf<typeof rotationAdvanced>;
