import { createDatabase, startPgBouncer, startPostgres, type RunningServer } from '@mdm-gate/testing';
import { Client } from 'pg';
import { thingsDatabase } from '../fixtures/things-database.ts';
import { DatabaseReadiness, runMigrations, ServiceDataSource } from '../index.ts';

const asPeopleTell = 'startup parameters that older guides tell to ignore';
const poolers: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['with its defaults', {}],
  [
    asPeopleTell,
    { ignore_startup_parameters: 'options,statement_timeout,idle_in_transaction_session_timeout' },
  ],
  ['in session mode', { pool_mode: 'session' }],
];

describe('the sessions of a service', () => {
  let postgres: RunningServer;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());

  const told = async (url: string, ...statements: string[]): Promise<void> => {
    const operator = new Client({ connectionString: url });
    await operator.connect();
    for (const statement of statements) await operator.query(statement);
    await operator.end();
  };
  const nameOf = (url: string): string => new URL(url).pathname.slice(1);

  it('work whatever the database has for dates, times, texts and isolation', async () => {
    const url = await createDatabase(postgres);
    await runMigrations(thingsDatabase(url));
    const settings = {
      datestyle: `'German, DMY'`,
      timezone: `'Asia/Kathmandu'`,
      client_encoding: `'LATIN1'`,
      standard_conforming_strings: 'off',
      array_nulls: 'off',
      search_path: `'nowhere'`,
      default_transaction_isolation: `'serializable'`,
    };
    for (const [name, value] of Object.entries(settings))
      await told(url, `ALTER DATABASE ${nameOf(url)} SET ${name} = ${value}`);
    const dataSource = new ServiceDataSource(thingsDatabase(url));
    await dataSource.open();
    await dataSource.query('INSERT INTO things_of_ours.things (id, name) VALUES (1, $1)', ['München 🙂']);
    const [row]: { made_at: Date; name: string; isolation: string; nulls: string[] }[] =
      await dataSource.transaction((manager) =>
        manager.query(
          `SELECT made_at, name, current_setting('transaction_isolation') AS isolation, $1::text[] AS nulls
           FROM things_of_ours.things`,
          [['a', null]],
        ),
      );
    expect(Math.abs((row?.made_at.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(row).toMatchObject({ name: 'München 🙂', isolation: 'read committed', nulls: ['a', null] });
    await dataSource.destroy();
  });

  it('are refused by a database of another encoding, which readiness names', async () => {
    const name = 'latin1_things';
    await told(postgres.url, `CREATE DATABASE ${name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0`);
    const url = Object.assign(new URL(postgres.url), { pathname: `/${name}` }).href;
    const dataSource = new ServiceDataSource(thingsDatabase(url));
    expect(await new DatabaseReadiness(dataSource).problem()).toMatch('encoded as LATIN1');
  });

  describe.each(poolers)('behind PgBouncer %s', (_, settings) => {
    let url: string;
    let pooler: RunningServer;
    let dataSource: ServiceDataSource;

    beforeAll(async () => {
      url = await createDatabase(postgres);
      await told(url, `ALTER DATABASE ${nameOf(url)} SET datestyle = 'German, DMY'`);
      pooler = await startPgBouncer(url, { settings });
      await runMigrations(thingsDatabase(pooler.url));
      dataSource = new ServiceDataSource(thingsDatabase(pooler.url, 1_000));
      await dataSource.open();
    });
    afterAll(async () => {
      await dataSource.destroy();
      await pooler.stop();
    });

    it('are ready, read dates, and make migrations once', async () => {
      expect(await new DatabaseReadiness(dataSource).problem()).toBeNull();
      await dataSource.query('INSERT INTO things_of_ours.things (id) VALUES (1)');
      const rows: { made_at: Date }[] = await dataSource.query('SELECT made_at FROM things_of_ours.things');
      expect(rows[0]?.made_at).toBeInstanceOf(Date);
      const again = await Promise.all([1, 2].map(() => runMigrations(thingsDatabase(pooler.url))));
      expect(again.flat()).toEqual([]);
    });

    it('bring their limits along with each transaction, and leave none behind for others', async () => {
      const limits = (manager: Pick<ServiceDataSource, 'query'>): Promise<{ limit: string }[]> =>
        manager.query(`SELECT current_setting('statement_timeout') AS limit`);
      expect(await dataSource.transaction((manager) => limits(manager))).toEqual([{ limit: '1s' }]);
      const error: unknown = await dataSource
        .transaction((manager) => manager.query<unknown>('SELECT pg_sleep(60)'))
        .catch((caught: unknown) => caught);
      expect(error).toMatchObject({ detail: 'PostgreSQL took too long for a statement' });
      expect(await limits(dataSource)).toEqual([{ limit: '0' }]);
    });
  });
});
