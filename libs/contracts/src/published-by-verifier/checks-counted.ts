import { z } from 'zod';
import { checkReasonSchema, decisionSchema } from '../asked-of-verifier/check-device.ts';
import { defineEvent, type EventOf } from '../event-contract.ts';
import { instantSchema, uuidSchema } from '../identifiers.ts';

/** `replica`: who answered them, so that the same minute of several replicas is added up and a repeated event is not. */
export const checksCounted = defineEvent({
  type: 'ChecksCounted',
  publishedBy: 'verifier',
  stream: 'sightings',
  description:
    'How many checks one replica answered for an organization within one minute, by decision and reason',
  fields: {
    replica: uuidSchema,
    minute: instantSchema,
    counts: z
      .array(
        z.object({
          decision: decisionSchema,
          reason: checkReasonSchema,
          checks: z.number().int().min(1),
        }),
      )
      .min(1)
      .max(100),
  },
});
export type ChecksCounted = EventOf<typeof checksCounted>;
