import { streamMarkSchema, type StreamMark } from '@mdm-gate/messaging';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Restorations } from '../database/restorations.ts';
import { schema } from '../database/schema.ts';

/** Started anew, perhaps with other files; another cluster, timeline or database; tables that were made anew. */
const historyNow = `
  (SELECT system_identifier::text FROM pg_control_system()) || '/' ||
  (SELECT timeline_id::text FROM pg_control_checkpoint()) || '/' ||
  '${schema}.organizations'::regclass::oid || '/' || pg_postmaster_start_time()::text`;

const rowSchema = z.tuple([
  z.object({
    history: z.string(),
    now: z.date(),
    mark: streamMarkSchema.nullable().catch(null),
    markedAt: z.date().nullable(),
  }),
]);

export type BegunRound = z.infer<typeof rowSchema>[0];

/** How far the stream was followed, in our database: if that is restored, what was published since is looked at again. */
@Injectable()
export class KeptMark {
  #history: string | null = null;

  constructor(
    private readonly dataSource: DataSource,
    private readonly restorations: Restorations,
  ) {}

  /** Also tells whoever counts on the database when it may have gone back. `now`: by its clock. */
  async begin(): Promise<BegunRound> {
    const [row] = rowSchema.parse(
      await this.dataSource.query(
        `SELECT ${historyNow} AS history, clock_timestamp() AS now, mark, marked_at AS "markedAt"
         FROM (SELECT) AS one LEFT JOIN ${schema}.stream_mark ON true`,
      ),
    );
    if (this.#history !== null && this.#history !== row.history) this.restorations.tell();
    this.#history = row.history;
    return row;
  }

  async note(mark: StreamMark, { now }: BegunRound): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO ${schema}.stream_mark (mark, marked_at) VALUES ($1, $2)
       ON CONFLICT (id) DO UPDATE SET mark = excluded.mark, marked_at = excluded.marked_at`,
      [JSON.stringify(mark), now],
    );
  }
}
