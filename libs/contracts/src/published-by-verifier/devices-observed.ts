import { z } from 'zod';
import { deviceObservationSchema } from '../device-observation.ts';
import { defineEvent, type EventOf } from '../event-contract.ts';

/** How many observations one event holds at most. */
export const observationsMax = 200;

/** `activeSetVersion`: the set that the presented values were matched with; another one may give a token another value. */
export const devicesObserved = defineEvent({
  type: 'DevicesObserved',
  publishedBy: 'verifier',
  stream: 'sightings',
  description:
    'What devices presented at checks, and what came of it; said when it changes and once a day, not for every check',
  fields: {
    activeSetVersion: z.number().int().min(1),
    observations: z.array(deviceObservationSchema).min(1).max(observationsMax),
  },
});
export type DevicesObserved = EventOf<typeof devicesObserved>;
