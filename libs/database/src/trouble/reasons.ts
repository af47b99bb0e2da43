import { onlyReads } from '../sessions/problem-with-session.ts';

export const notMigrated = 'the schema has not been made: run the migrations';

/** By SQLSTATE, or by its class. */
const reasons: Readonly<Record<string, string>> = {
  '08P01': 'PostgreSQL, or a pooler before it, does not understand us',
  '25006': onlyReads,
  '28': 'PostgreSQL refuses us: user, password or pg_hba.conf',
  '3D000': 'the database does not exist',
  '3F000': notMigrated,
  '40': 'PostgreSQL gave way to another transaction',
  '42501': 'the role may not do in the database what the service does',
  '42703': 'the schema is of another version: run the migrations',
  '42P01': notMigrated,
  '53100': 'the disk of PostgreSQL is full',
  '53200': 'PostgreSQL is out of memory',
  '53300': 'PostgreSQL has no connection left for us',
  '55P03': 'another transaction holds a lock for too long',
  '57014': 'PostgreSQL took too long for a statement',
  '57P': 'PostgreSQL is starting or shutting down',
};

const unanswered = 'PostgreSQL does not answer';

/** What an operator should know of the trouble. The driver's own texts are left to the log: they may hold addresses. */
export const reasonOf = (state: string | undefined, error: unknown): string => {
  if (state === undefined) return refusedByPooler(error) ?? unanswered;
  const known = reasons[state] ?? reasons[state.slice(0, 3)] ?? reasons[state.slice(0, 2)];
  return known ?? `${unanswered} (${state})`;
};

/** The driver hands on what came before a session was there without its SQLSTATE. */
const refusedByPooler = (error: unknown): string | undefined =>
  error instanceof Error && /pool.*(timeout|full)|query_wait_timeout/i.test(error.message)
    ? 'the pooler has no connection left for us'
    : undefined;
