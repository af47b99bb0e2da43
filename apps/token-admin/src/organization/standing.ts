import { activeSetVersionMax } from '@mdm-gate/contracts';
import { schema } from '../database/schema.ts';

/** What PostgreSQL tells of the history that it is in: see the migration that makes this function. */
export const historyNow = `${schema}.history()`;
/** The transaction that writes. */
export const writingTransaction = 'txid_current()';

/** Nobody has written the row since the service did. The visible id of a transaction is the lower half of the whole one. */
const isAsWritten = (row: string): string =>
  `${row}.written_by % 4294967296 = ${row}.xmin::text::bigint AND ${row}.version < ${activeSetVersionMax}`;

/** Whether a row stands in the history in which it was written. */
export const isSettled = (row: string): string =>
  `coalesce(${row}.history = ${historyNow} AND ${isAsWritten(row)}, false)`;

/**
 * `settled`: the lineage goes on. `restarted`: PostgreSQL was started anew since, perhaps with files of an earlier time,
 * which only the copies can tell. `rewritten`: the row was written by something else, or stands in another place.
 */
export type Standing = 'settled' | 'restarted' | 'rewritten';

/** The standing of a row. `now`: an expression for `historyNow`, so that it is worked out once for many rows. */
export const standingOf = (row: string, now: string): string => `
  CASE
    WHEN NOT coalesce(${isAsWritten(row)}, false) THEN 'rewritten'
    WHEN ${row}.history = ${now} THEN 'settled'
    WHEN split_part(${row}.history, '@', 1) = split_part(${now}, '@', 1) THEN 'restarted'
    ELSE 'rewritten'
  END`;
