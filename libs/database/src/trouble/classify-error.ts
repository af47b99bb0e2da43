import { CodedError } from '@mdm-gate/service-kit';
import { QueryFailedError } from 'typeorm';
import { DatabaseTrouble } from './database-trouble.ts';
import { reasonOf } from './reasons.ts';

/**
 * What the statement itself has caused, and will cause again: https://www.postgresql.org/docs/current/errcodes-appendix.html
 * 21 cardinality, 22 data that cannot be what they are to be, 23 constraints, 44 views, 54 limits of the program.
 * All else is the database's trouble: the list of what may befall a server has no end, this one has.
 */
const ownClasses = new Set(['21', '22', '23', '44', '54']);

/** Two at once, or a reference that is gone: the second try tells. */
const conflicts = new Set(['23503', '23505', '23P01']);
/** A text or a number that PostgreSQL does not take. */
const refusedData = new Set(['22', '54']);

/** The five characters that PostgreSQL names an error by; undefined for what its driver says. */
export const sqlStateOf = (error: unknown): string | undefined => {
  const said: unknown = error instanceof QueryFailedError ? error.driverError : error;
  if (!(said instanceof Error) || !('code' in said) || typeof said.code !== 'string') return undefined;
  return /^[0-9A-Z]{5}$/.test(said.code) && !said.code.startsWith('E') ? said.code : undefined;
};

/** What came out of a statement, as the service goes on with it. Errors that are no trouble and no refusal stay as they are. */
export const classifyError = (error: unknown): unknown => {
  if (error instanceof CodedError && error.code !== 'timeout') return error;
  const state = sqlStateOf(error);
  if (state === undefined || !ownClasses.has(state.slice(0, 2)))
    return new DatabaseTrouble(reasonOf(state, error), error);
  if (conflicts.has(state))
    return new CodedError('conflict', 'It is in the way of what is there', { cause: error });
  return refusedData.has(state.slice(0, 2))
    ? new CodedError('invalid-request', 'The database does not take such a value', { cause: error })
    : error;
};

/** Of these the session knows, and is as good as before. */
const sessionLives = /^(21|22|23|40|42|44|54|55|P0|57014)/;

/** Whether the session that said it is given up, so that another one finds out how things stand. */
export const endsSession = (error: unknown): boolean => {
  if (!(error instanceof DatabaseTrouble)) return false;
  return !sessionLives.test(sqlStateOf(error.cause) ?? '');
};
