import { startPostgres } from './start-postgres.ts';

export interface SharedPostgres {
  readonly url: string;
  /** Ends the server if it was started here for this caller alone. */
  stop(): Promise<void>;
}

/**
 * A PostgreSQL for tests that neither stop it nor look beyond the databases they create: the one that the test run
 * shares (its URL is in `MDM_GATE_TEST_POSTGRES_URL`), or a private one when a project's tests are run by themselves.
 */
export async function sharedPostgres(): Promise<SharedPostgres> {
  const url = process.env['MDM_GATE_TEST_POSTGRES_URL'];
  return url === undefined ? startPostgres() : { url, stop: () => Promise.resolve() };
}
