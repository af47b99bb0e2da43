import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { schema } from '../database/schema.ts';

/** How long a repeated request is known: longer than whoever asks goes on asking. */
const keptDays = 30;

export interface Repeatable<Reply> {
  /** The asker's id for what it wants done, however often it asks; absent from those that never ask twice. */
  readonly operationId: string | undefined;
  readonly reply: z.ZodType<Reply>;
}

const findStatement = `SELECT reply FROM "${schema}".operations WHERE operation_id = $1`;
const noteStatement = `
  WITH forgotten AS (
    DELETE FROM "${schema}".operations WHERE done_at < now() - make_interval(days => ${keptDays})
  )
  INSERT INTO "${schema}".operations (operation_id, reply) VALUES ($1, $2)`;

/**
 * Does it once, in the transaction of `manager`, which holds the organization's lock: a repeated request is answered as
 * the first one was, also when the world has gone on since, and changes nothing.
 */
export const once = async <Reply>(
  manager: EntityManager,
  { operationId, reply }: Repeatable<Reply>,
  work: () => Promise<Reply>,
): Promise<Reply> => {
  if (operationId === undefined) return work();
  const [earlier] = await manager.query<{ reply: unknown }[]>(findStatement, [operationId]);
  if (earlier !== undefined) return reply.parse(earlier.reply);
  const done = await work();
  await manager.query(noteStatement, [operationId, JSON.stringify(done)]);
  return done;
};
