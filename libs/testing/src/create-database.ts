import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

/** Creates an empty database with a name of its own on that server, or a copy of another, and returns its URL. */
export async function createDatabase(server: { readonly url: string }, template?: string): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const client = new Client({ connectionString: server.url });
  await client.connect();
  try {
    await client.query(
      template === undefined ? `CREATE DATABASE ${name}` : `CREATE DATABASE ${name} TEMPLATE ${template}`,
    );
  } finally {
    await client.end();
  }
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  return url.href;
}

/** The name of the database that a URL leads to. */
export const databaseOn = (url: string): string => new URL(url).pathname.slice(1);
