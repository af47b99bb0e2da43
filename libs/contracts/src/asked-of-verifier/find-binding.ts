import { z } from 'zod';
import { deviceIdSchema } from '../device-binding.ts';
import { instantSchema, organizationIdSchema, uuidSchema } from '../identifiers.ts';
import { defineRequest } from '../request-contract.ts';

/** `connectionId` null: the device is not bound. */
export const findBinding = defineRequest({
  subject: 'mdm.verifier.find-binding',
  answeredBy: 'verifier',
  mayBeCalledBy: ['token-admin'],
  description: 'Which MDM connection a device is bound to',
  request: z.strictObject({ organizationId: organizationIdSchema, deviceId: deviceIdSchema }),
  reply: z.object({ connectionId: uuidSchema.nullable(), since: instantSchema.nullable() }),
});
