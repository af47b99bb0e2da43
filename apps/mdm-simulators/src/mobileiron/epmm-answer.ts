import { z } from 'zod';
import { epmmError } from './mobileiron-error.ts';

/** The request's part, or 400 with a message per field. */
export function readEpmm<T>(schema: z.ZodType<T>, given: unknown): T {
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    throw epmmError(400, z.prettifyError(parsed.error));
  }
  return parsed.data;
}

export function results(given: unknown): Record<string, unknown> {
  return { results: given };
}

/** A page of rows: `offset` is the index of its first. */
export function resultPage(
  all: readonly unknown[],
  page: { limit: number; offset: number },
): Record<string, unknown> {
  const rows = all.slice(page.offset, page.offset + page.limit);
  return {
    results: rows,
    totalCount: all.length,
    resultCount: rows.length,
    hasMore: page.offset + rows.length < all.length,
  };
}
