import { withTimeLimit } from '@mdm-gate/service-kit';
import type { Client } from 'pg';
import type { QueryRunner } from 'typeorm';
import { classifyError, endsSession } from '../trouble/classify-error.ts';
import { isSharedSession, type SessionLimits } from './open-session.ts';

/** What is asked of a session is answered by then, or the session is dead: above all limits that the server keeps itself. */
const graceMs = 5_000;

/**
 * Everything that goes to PostgreSQL goes through here. Errors come out as the service understands them, a statement whose
 * answer does not come ends with its session, and a session that is no longer any good is given up.
 */
export const guarded = (runner: QueryRunner, limits: SessionLimits): QueryRunner => {
  const limitMs = limits.statementTimeoutMs + graceMs;
  const connect = runner.connect.bind(runner) as () => Promise<Client>;
  const query = runner.query.bind(runner) as (...given: unknown[]) => Promise<unknown>;
  const run = async (given: unknown[]): Promise<unknown> => {
    const client = await connect().catch((error: unknown) => {
      throw classifyError(error);
    });
    const [text, ...rest] = given;
    const statement = text === 'START TRANSACTION' ? beginIn(client, limits) : text;
    try {
      return await withTimeLimit(query(statement, ...rest), limitMs);
    } catch (error) {
      const classified = classifyError(error);
      if (endsSession(classified)) giveUp(client, classified);
      throw classified;
    }
  };
  return Object.assign(runner, { query: (...given: unknown[]) => run(given) });
};

/** The isolation that the code is written for, whatever the database's default; behind a pooler with the limits. */
const beginIn = (client: Client, limits: SessionLimits): string => {
  const begin = 'START TRANSACTION ISOLATION LEVEL READ COMMITTED';
  if (!isSharedSession(client)) return begin;
  return `${begin};
    SET LOCAL statement_timeout = ${limits.statementTimeoutMs};
    SET LOCAL idle_in_transaction_session_timeout = ${limits.idleInTransactionTimeoutMs}`;
};

/** The pool is told, and lets go of it; without a goodbye, for which a dead session would have to answer. */
const giveUp = (client: Client, reason: unknown): void => {
  client.emit('error', reason);
  client.connection.stream.destroy();
};
