import { z } from 'zod';
import { deviceIdSchema } from '../device-binding.ts';
import { underWayReply } from './operations.ts';
import { defineRoute } from './route-contract.ts';

export const releaseDeviceRoute = defineRoute({
  method: 'POST',
  path: '/organizations/{organizationId}/device-releases',
  operationId: 'releaseDevice',
  summary: 'Lets a device that moved to another of the MDM systems pair with its token',
  access: 'administrator',
  body: z.strictObject({ deviceId: deviceIdSchema }),
  replies: {
    200: {
      description: '`released` false: the device was not bound',
      schema: z.object({ deviceId: deviceIdSchema, released: z.boolean() }),
    },
    202: underWayReply,
  },
  errors: ['dependency-unavailable', 'no-responders', 'timeout'],
});
