import { CodedError } from '@mdm-gate/service-kit';
import {
  createDatabase,
  endsBeforeTimer,
  startFaultProxy,
  startPostgres,
  waitFor,
  type FaultProxy,
  type RunningServer,
} from '@mdm-gate/testing';
import { Client } from 'pg';
import { thingsDatabase } from '../fixtures/things-database.ts';
import { DatabaseReadiness, DatabaseTrouble, runMigrations, ServiceDataSource } from '../index.ts';

const insert = 'INSERT INTO things_of_ours.things (id) VALUES ($1)';

describe('the trouble of a database', () => {
  let postgres: RunningServer;
  let proxy: FaultProxy;
  let operator: Client;
  let dataSource: ServiceDataSource;
  let readiness: DatabaseReadiness;
  let lastId = 0;

  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());

  beforeEach(async () => {
    const url = await createDatabase(postgres);
    await runMigrations(thingsDatabase(url));
    operator = new Client({ connectionString: url });
    operator.on('error', () => undefined);
    await operator.connect();
    proxy = await startFaultProxy({ url });
    dataSource = new ServiceDataSource(thingsDatabase(proxy.url, 1_000));
    await dataSource.open();
    readiness = new DatabaseReadiness(dataSource);
  });
  afterEach(async () => {
    proxy.heal();
    await dataSource.destroy();
    await operator.end();
    await proxy.stop();
  });

  const write = (): Promise<unknown> => {
    lastId += 1;
    return dataSource.transaction((manager) => manager.query(insert, [lastId]));
  };
  const outcome = async (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);
  const endSessions = () =>
    operator.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
  const database = async (): Promise<string> => {
    const { rows } = await operator.query<{ name: string }>('SELECT current_database() AS name');
    return rows[0]?.name ?? '';
  };

  it('is one that only reads, until it writes again: no session stays behind that only reads', async () => {
    await operator.query(`ALTER DATABASE ${await database()} SET default_transaction_read_only = on`);
    await endSessions();
    await waitFor(async () => (await readiness.problem())?.startsWith('PostgreSQL only reads'));
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const error = await outcome(write());
      expect(error).toBeInstanceOf(DatabaseTrouble);
      expect(error).toMatchObject({ code: 'dependency-unavailable', retryable: true });
    }
    await operator.query('SET default_transaction_read_only = off');
    await operator.query(`ALTER DATABASE ${await database()} RESET default_transaction_read_only`);
    expect(await outcome(write())).toEqual([]);
    expect(await readiness.problem()).toBeNull();
  });

  it('gives up a session that was turned to read only while it was open', async () => {
    await write();
    await operator.query('ALTER SYSTEM SET default_transaction_read_only = on');
    await operator.query('SELECT pg_reload_conf()');
    await waitFor(async () => (await outcome(write())) instanceof DatabaseTrouble);
    expect(await readiness.problem()).toMatch('only reads');
    await operator.query('ALTER SYSTEM RESET default_transaction_read_only');
    await operator.query('SELECT pg_reload_conf()');
    await waitFor(async () => Array.isArray(await outcome(write())));
    expect(await readiness.problem()).toBeNull();
  });

  it('is a session that ends in the middle of a transaction', async () => {
    const error = await outcome(
      dataSource.transaction(async (manager) => {
        await manager.query(insert, [-1]);
        await endSessions();
        await manager.query('SELECT 1');
      }),
    );
    expect(error).toBeInstanceOf(DatabaseTrouble);
    const late = await outcome(
      dataSource.transaction(async (manager) => {
        await endSessions();
        await waitFor(() => manager.queryRunner?.isReleased);
        await manager.query('SELECT 1');
      }),
    );
    expect(late).toBeInstanceOf(DatabaseTrouble);
    await waitFor(async () => Array.isArray(await outcome(write())));
  });

  it('is a server that stops, and every way in which it is found gone', async () => {
    await postgres.kill();
    const errors = await Promise.all([outcome(write()), outcome(write()), outcome(write())]);
    for (const error of errors) expect(error).toBeInstanceOf(DatabaseTrouble);
    await postgres.restart();
    await waitFor(async () => Array.isArray(await outcome(write())));
    await operator.end();
    operator = new Client({ connectionString: postgres.url });
    await operator.connect();
  });

  it('is a connection that died silently: what waits on it ends, and the next one works', async () => {
    await write();
    proxy.blackhole();
    const error = outcome(dataSource.query('SELECT 1'));
    await expect(endsBeforeTimer(error, 9_000)).resolves.toBe(true);
    await expect(error).resolves.toBeInstanceOf(DatabaseTrouble);
    proxy.heal();
    await waitFor(async () => Array.isArray(await outcome(write())));
  });

  it('is a lock that is held for too long, a deadlock, a missing table, a missing right, a full pool', async () => {
    await write();
    await operator.query('BEGIN');
    await operator.query('LOCK TABLE things_of_ours.things IN ACCESS EXCLUSIVE MODE');
    expect(await outcome(write())).toMatchObject({ detail: 'PostgreSQL took too long for a statement' });
    await operator.query('ROLLBACK');
    const raised: Readonly<Record<string, string>> = {
      '40P01': 'gave way',
      '53100': 'disk',
      '53300': 'no connection left',
      '42501': 'may not do',
      '58030': '58030',
      XX002: 'XX002',
    };
    for (const [state, words] of Object.entries(raised)) {
      const error = await outcome(
        dataSource.query(`DO $$ BEGIN RAISE EXCEPTION 'it' USING ERRCODE = '${state}'; END $$`),
      );
      expect(error).toBeInstanceOf(DatabaseTrouble);
      expect(String(error)).toMatch(words);
    }
    await operator.query('ALTER TABLE things_of_ours.things RENAME TO others');
    expect(String(await outcome(write()))).toMatch('run the migrations');
  });

  it('is told from what the statement itself has caused, which no time mends', async () => {
    await dataSource.query(insert, [1_000]);
    expect(await outcome(dataSource.query(insert, [1_000]))).toMatchObject({
      code: 'conflict',
      retryable: false,
    });
    for (const value of ['no number', '99999999999']) {
      const error = await outcome(dataSource.query(insert, [value]));
      expect(error).toBeInstanceOf(CodedError);
      expect(error).toMatchObject({ code: 'invalid-request', retryable: false });
    }
    const missing = await outcome(dataSource.query(insert, [null]));
    expect(missing).toBeInstanceOf(Error);
    expect(missing).not.toBeInstanceOf(CodedError);
  });
});
