import { z } from 'zod';

/** Text for people, on one line: no control characters, no halves of a character; surrounding spaces are cut off. */
export const plainTextSchema = (lengthMax: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(lengthMax)
    .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), 'no control characters');
