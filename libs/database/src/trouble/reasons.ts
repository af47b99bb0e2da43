import { tlsTroubleOf } from '@mdm-gate/service-kit';
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
  if (state === undefined) return withoutState(error) ?? unanswered;
  const wanted = state.startsWith('28') ? wantedBeside(error) : undefined;
  if (wanted !== undefined) return `PostgreSQL refuses us: ${wanted}`;
  const known = reasons[state] ?? reasons[state.slice(0, 3)] ?? reasons[state.slice(0, 2)];
  return known ?? `${unanswered} (${state})`;
};

const notEncrypted = (error: unknown): string | undefined => {
  const trouble = tlsTroubleOf(error);
  return trouble === undefined ? undefined : `PostgreSQL cannot be used: ${trouble}`;
};

/** What a rule of pg_hba.conf asks for beside a user and a password. */
const wantedBeside = (error: unknown): string | undefined => {
  const message = error instanceof Error ? error.message : '';
  if (/valid client certificate|certificate authentication failed/.test(message))
    return 'it wants a certificate of ours';
  return message.includes('no encryption') ? 'it may want TLS, or pg_hba.conf has no rule for us' : undefined;
};

const withoutState = (error: unknown): string | undefined =>
  refusedByPooler(error) ?? notEncrypted(error) ?? wantsPassword(error);

const wantsPassword = (error: unknown): string | undefined =>
  error instanceof Error && error.message.includes('password must be a')
    ? 'PostgreSQL wants a password, and the address has none'
    : undefined;

/** The driver hands on what came before a session was there without its SQLSTATE. */
const refusedByPooler = (error: unknown): string | undefined =>
  error instanceof Error && /pool.*(timeout|full)|query_wait_timeout/i.test(error.message)
    ? 'the pooler has no connection left for us'
    : undefined;
