import { Client } from 'pg';
import { createDatabase, databaseOn } from './create-database.ts';

/** What is put into an empty database before it is copied. Whoever prepares it closes all connections to it. */
export interface PreparedContent {
  /** Says what it is, such as `mdm_push`: on one server the same name is the same content. */
  readonly name: string;
  readonly prepare: (url: string) => Promise<unknown>;
}

/**
 * Creates a database of its own with that content, and returns its URL. The content is made once for all tests that share
 * the server, and copied from then on: a schema is there in the time of an empty database.
 */
export async function preparedDatabase(
  server: { readonly url: string },
  { name, prepare }: PreparedContent,
): Promise<string> {
  const template = `prepared_${name}`;
  const client = new Client({ connectionString: server.url });
  await client.connect();
  try {
    // Two test files that are the first to want it wait for one another; the lock goes with the connection.
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [template]);
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [template]);
    if (rowCount === 0) await makeTemplate(server, client, { name: template, prepare });
    return await createDatabase(server, template);
  } finally {
    await client.end();
  }
}

/** Called by its name only when it is whole. Nobody connects to it then, which would be in the way of copying. */
async function makeTemplate(
  server: { readonly url: string },
  client: Client,
  { name, prepare }: PreparedContent,
): Promise<void> {
  const unfinished = await createDatabase(server);
  await prepare(unfinished);
  const database = databaseOn(unfinished);
  await client.query(`ALTER DATABASE ${database} WITH ALLOW_CONNECTIONS false`);
  await client.query(`ALTER DATABASE ${database} RENAME TO ${name}`);
}
