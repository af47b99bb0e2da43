import { pathToFileURL } from 'node:url';
import { inRepository } from '../bootstrap/repository.mjs';

/** A PostgreSQL takes a second to make, and most tests only need a database of their own on one: they share this one. */
export async function startSharedServers() {
  const { startPostgres } = await import(pathToFileURL(inRepository('libs/testing/dist/index.js')).href);
  const postgres = await startPostgres();
  return { env: { MDM_GATE_TEST_POSTGRES_URL: postgres.url }, stop: () => postgres.stop() };
}
