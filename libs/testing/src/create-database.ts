import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

/** Creates an empty database with a name of its own on that server, and returns its URL. */
export async function createDatabase(server: { readonly url: string }): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const client = new Client({ connectionString: server.url });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  return url.href;
}
