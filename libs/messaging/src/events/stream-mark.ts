import { z } from 'zod';
import type { StreamState } from './stream-state.ts';

/** How far a stream was read: which one it is, its newest message, and how many subjects it had. */
export const streamMarkSchema = z.object({
  createdMs: z.number(),
  subjects: z.number(),
  last: z.object({ subject: z.string(), sequence: z.number(), storedAtMs: z.number() }).nullable(),
});
export type StreamMark = Readonly<z.infer<typeof streamMarkSchema>>;

/** `last`: the newest message that was read of a stream that stood so, or was read before. */
export const markAfter = ({ created, subjects }: StreamState, last: StreamMark['last']): StreamMark => ({
  createdMs: created.getTime(),
  subjects,
  last,
});
