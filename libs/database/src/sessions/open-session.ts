import { withTimeLimit } from '@mdm-gate/service-kit';
import type { ClientBase } from 'pg';
import { DatabaseTrouble } from '../trouble/database-trouble.ts';
import { problemWithSession, type SessionFacts } from './problem-with-session.ts';

export interface SessionLimits {
  readonly statementTimeoutMs: number;
  /** A process that is stopped while it holds a row lock must not hold up the others. */
  readonly idleInTransactionTimeoutMs: number;
}

const openTimeoutMs = 5_000;

/**
 * `$1`: the process that the other end gave as its own; a pooler gives another one than that of the server behind it.
 * What poolers keep for each of their clients is set in any case. The limits are set only without one: with one they would
 * stay behind in a session that is somebody else's next, so that transactions bring them along.
 */
const openStatement = `
  SELECT pg_backend_pid() = $1::int AS "isOwn",
    set_config('client_encoding', 'UTF8', false), set_config('DateStyle', 'ISO, MDY', false),
    set_config('TimeZone', 'UTC', false), set_config('standard_conforming_strings', 'on', false),
    CASE WHEN pg_backend_pid() = $1::int THEN set_config('statement_timeout', $2, false) END,
    CASE WHEN pg_backend_pid() = $1::int THEN set_config('idle_in_transaction_session_timeout', $3, false) END,
    CASE WHEN pg_backend_pid() = $1::int THEN set_config('array_nulls', 'on', false) END`;

/** A statement of its own: it sees what the one before has set. */
const factsStatement = `
  SELECT current_setting('transaction_read_only') AS "readOnly", current_setting('server_encoding') AS "serverEncoding",
    current_setting('client_encoding') AS "clientEncoding", current_setting('DateStyle') AS "dateStyle",
    current_setting('array_nulls') AS "arrayNulls"`;

/** Sessions behind a pooler, whose transactions bring their limits along. */
const shared = new WeakSet<ClientBase>();

export const isSharedSession = (client: ClientBase): boolean => shared.has(client);

/** Says what the service relies on, and throws `DatabaseTrouble` when it cannot be had: such a session is never used. */
export const openSession = async (client: ClientBase, limits: SessionLimits): Promise<void> => {
  await withTimeLimit(agreeWith(client, limits), openTimeoutMs);
};

const agreeWith = async (client: ClientBase, limits: SessionLimits): Promise<void> => {
  const opened = await client.query<{ isOwn: boolean }>(openStatement, [
    processOf(client),
    String(limits.statementTimeoutMs),
    String(limits.idleInTransactionTimeoutMs),
  ]);
  if (opened.rows[0]?.isOwn !== true) shared.add(client);
  const { rows } = await client.query<SessionFacts>(factsStatement);
  const problem = problemWithSession(rows[0]);
  if (problem !== null) throw new DatabaseTrouble(problem);
};

/** Not in the types of the driver. */
const processOf = (client: ClientBase): unknown => ('processID' in client ? client.processID : null);
