import { parseOrRefuse } from '@mdm-gate/service-kit';
import type { z } from 'zod';

/** A cursor is the key of a page's last item, encoded so that nobody builds on what it looks like. */
export const readCursor = <Key>(cursor: string | undefined, keySchema: z.ZodType<Key>): Key | null =>
  cursor === undefined
    ? null
    : parseOrRefuse(keySchema, Buffer.from(cursor, 'base64url').toString('utf8'), 'The cursor');

/** `items`: one more than the page holds, if there are more. */
export const pageAfter = <Item>(
  items: readonly Item[],
  limit: number,
  keyOf: (item: Item) => string,
): { items: Item[]; nextCursor: string | null } => {
  const page = items.slice(0, limit);
  const last = page.at(-1);
  const more = items.length > limit && last !== undefined;
  return { items: page, nextCursor: more ? Buffer.from(keyOf(last)).toString('base64url') : null };
};
