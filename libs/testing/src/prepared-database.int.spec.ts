import { Client } from 'pg';
import { preparedDatabase, type PreparedContent } from './prepared-database.ts';
import type { RunningServer } from './servers/running-server.ts';
import { startPostgres } from './servers/start-postgres.ts';

const query = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
};

describe('a prepared database', () => {
  let server: RunningServer;
  let preparations: number;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    preparations = 0;
  });

  const things = (name: string): PreparedContent => ({
    name,
    prepare: async (url) => {
      preparations += 1;
      await query(url, 'CREATE TABLE things AS SELECT 42 AS answer');
    },
  });

  it('is prepared once, also for those who want it at the same moment, and is a copy of its own for each', async () => {
    const [first, ...others] = await Promise.all(
      [1, 2, 3].map(() => preparedDatabase(server, things('at_once'))),
    );
    others.push(await preparedDatabase(server, things('at_once')));
    await query(first ?? '', 'DROP TABLE things');
    for (const url of others) expect(await query(url, 'SELECT answer FROM things')).toEqual([42]);
    expect(preparations).toBe(1);
  });

  it('is another one under another name', async () => {
    await preparedDatabase(server, things('one'));
    await preparedDatabase(server, things('another'));
    expect(preparations).toBe(2);
  });

  it('is not there half when its preparation failed: the next one begins anew', async () => {
    const { prepare } = things('failing');
    const failing: PreparedContent = {
      name: 'failing',
      prepare: async (url) => {
        await prepare(url);
        throw new Error('on its way');
      },
    };
    await expect(preparedDatabase(server, failing)).rejects.toThrow('on its way');
    const url = await preparedDatabase(server, things('failing'));
    expect(await query(url, 'SELECT answer FROM things')).toEqual([42]);
  });
});
