import { z } from 'zod';
import { deviceIdSchema } from '../device-binding.ts';
import { organizationIdSchema, uuidSchema } from '../identifiers.ts';
import { defineRequest } from '../request-contract.ts';

/** `released` false: the device was not bound. */
export const releaseDevice = defineRequest({
  subject: 'mdm.verifier.release-device',
  answeredBy: 'verifier',
  mayBeCalledBy: ['token-admin'],
  description: 'Lets a device pair with the token of another MDM connection',
  request: z.strictObject({
    organizationId: organizationIdSchema,
    deviceId: deviceIdSchema,
    /** Repeated under the same id it releases nothing that was bound since. */
    operationId: uuidSchema.optional(),
  }),
  reply: z.object({ organizationId: organizationIdSchema, deviceId: deviceIdSchema, released: z.boolean() }),
});
