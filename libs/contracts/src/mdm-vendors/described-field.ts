import type { z } from 'zod';

/** What people are told of a field where they fill it in. */
export interface FieldWords {
  readonly label: string;
  readonly help: string;
  /** The place in the vendor's console that shows the value. */
  readonly whereToFind?: string;
  readonly example?: unknown;
  /** Never shown again once it is entered. */
  readonly secret?: true;
  /** Media type of a file's content, which the field takes as text. */
  readonly contentMediaType?: string;
}

/** A field with its words, which stand in JSON Schema as `title`, `description`, `examples`, `writeOnly` and `x-where-to-find`. */
export const described = <Schema extends z.ZodType>(
  schema: Schema,
  { label, help, whereToFind, example, secret, contentMediaType }: FieldWords,
): Schema =>
  schema.meta({
    title: label,
    description: help,
    ...(whereToFind !== undefined && { 'x-where-to-find': whereToFind }),
    ...(example !== undefined && { examples: [example] }),
    ...(secret === true && { writeOnly: true }),
    ...(contentMediaType !== undefined && { contentMediaType }),
  });
