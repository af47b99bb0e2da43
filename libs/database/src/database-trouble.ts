import { CodedError } from '@mdm-gate/service-kit';

/** What PostgreSQL and its driver say when time may mend it: connections, shutdown, resources, deadlocks, time limits. */
const passingSqlState = /^(08|53|57|40|25P03|55P03)/;
const passingDriverCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
const passingMessages = /timeout exceeded when trying to connect|Connection terminated|connection error/;

const isDatabaseTrouble = (error: Error): boolean => {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return passingSqlState.test(code) || passingDriverCodes.has(code) || passingMessages.test(error.message);
};

/** The error as the retryable `dependency-unavailable` if time may mend it, else as it is. */
export const databaseTrouble = (error: unknown): unknown =>
  error instanceof Error && !(error instanceof CodedError) && isDatabaseTrouble(error)
    ? new CodedError('dependency-unavailable', 'The database does not answer', { cause: error })
    : error;

/** Runs what reacts to an event, which is tried again for ever only if the error says that time may mend it. */
export const retryingDatabaseTrouble = async <Value>(work: () => Promise<Value>): Promise<Value> => {
  try {
    return await work();
  } catch (error) {
    throw databaseTrouble(error);
  }
};
