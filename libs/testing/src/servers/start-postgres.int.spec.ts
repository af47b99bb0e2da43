import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { createDatabase } from '../create-database.ts';
import { canPostgresEnter } from './postgres-account.ts';
import { type RunningServer } from './running-server.ts';
import { startPostgres } from './start-postgres.ts';

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000, query_timeout: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
    return rows.flat();
  } finally {
    client.end().catch(() => undefined);
  }
}

describe('startPostgres', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  it('gives every test a database of its own', async () => {
    const [one, two] = await Promise.all([createDatabase(server), createDatabase(server)]);
    await query(one, 'CREATE TABLE here (id int)');
    expect(await query(two, `SELECT to_regclass('here')::text`)).toEqual([null]);
  });

  it('keeps what was committed through a SIGKILL', async () => {
    const url = await createDatabase(server);
    await query(url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await server.kill();
    await expect(query(url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
    await server.restart();
    expect(await query(url, 'SELECT answer FROM kept')).toEqual([42]);
  });

  it('freezes whole: sessions that are open do not answer either', async () => {
    const client = new Client({ connectionString: server.url, query_timeout: 300 });
    await client.connect();
    await server.kill('SIGSTOP');
    await expect(client.query('SELECT 1')).rejects.toThrow('timeout');
    await server.kill('SIGCONT');
    await client.end();
    expect(await query(server.url, 'SELECT 1')).toEqual([1]);
  });

  it('syncs commits to the disk only when told to', async () => {
    expect(await query(server.url, 'SHOW fsync')).toEqual(['off']);
    const durable = await startPostgres({ durable: true });
    expect(await query(durable.url, 'SHOW fsync')).toEqual(['on']);
    await durable.stop();
  });

  it('takes up the data of an earlier run', async () => {
    const open = await mkdtemp(join(tmpdir(), 'mdm-gate-open-'));
    await chmod(open, 0o755);
    const dataDir = join(open, 'postgres');
    const first = await startPostgres({ dataDir });
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    expect(existsSync(dataDir)).toBe(true);
    const second = await startPostgres({ dataDir });
    expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([42]);
    await second.stop();
    await rm(open, { recursive: true });
  });

  it('gets no right to enter what is closed to its user: then it says so', async () => {
    const closed = await mkdtemp(join(tmpdir(), 'mdm-gate-closed-'));
    const started = startPostgres({ dataDir: join(closed, 'postgres') });
    if (canPostgresEnter(closed)) await (await started).stop();
    else await expect(started).rejects.toThrow(/cannot enter/);
    await rm(closed, { recursive: true });
  });

  it('lets nobody in without the password that it was given', async () => {
    const password = 'of-the-superuser';
    const asked = await startPostgres({ password });
    expect(await query(asked.url, 'SELECT 1')).toEqual([1]);
    await expect(query(asked.url.replace(password, 'another'), 'SELECT 1')).rejects.toThrow(/authentication/);
    await expect(query(asked.url.replace(`:${password}`, ''), 'SELECT 1')).rejects.toThrow(/password/);
    await asked.stop();
  });

  it('does not take another port than the given one', async () => {
    await expect(startPostgres({ port: server.port })).rejects.toThrow('Address already in use');
  });
});
