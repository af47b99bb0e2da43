import { createLogger } from '@mdm-gate/service-kit';
import { createDatabase, startPostgres, type RunningServer } from '@mdm-gate/testing';
import { thingsDatabase } from './fixtures/things-database.ts';
import { DatabaseReadiness, runMigrations, ServiceDataSource, untilUsable } from './index.ts';

describe("a service's database", () => {
  let postgres: RunningServer;

  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());

  it('is made once, in its own schema, however many start to make it at once', async () => {
    const url = await createDatabase(postgres);
    const done = await Promise.all([1, 2, 3].map(() => runMigrations(thingsDatabase(url))));
    expect(done.flat()).toEqual(['CreateThings1764000000000', 'NameThings1764000000001']);
    const dataSource = new ServiceDataSource(thingsDatabase(url));
    await dataSource.open();
    expect(
      await dataSource.query('SELECT table_schema FROM information_schema.tables WHERE table_name = $1', [
        'things',
      ]),
    ).toEqual([{ table_schema: 'things_of_ours' }]);
    await dataSource.destroy();
  });

  it('is ready when its schema is there and PostgreSQL answers', async () => {
    const own = await startPostgres();
    const dataSource = new ServiceDataSource(thingsDatabase(own.url));
    const readiness = new DatabaseReadiness(dataSource);
    expect(await readiness.problem()).toBe('the schema has not been made: run the migrations');
    await runMigrations(thingsDatabase(own.url));
    expect(await readiness.problem()).toBeNull();
    await own.kill();
    expect(await readiness.problem()).toBe('PostgreSQL does not answer');
    await own.restart();
    expect(await readiness.problem()).toBeNull();
    await dataSource.destroy();
    await own.stop();
  });

  it('is not ready for a version that brings migrations which have not been run', async () => {
    const url = await createDatabase(postgres);
    const { migrations, ...options } = thingsDatabase(url);
    await runMigrations({ ...options, migrations: Object.values(migrations ?? {}).slice(0, 1) });
    const dataSource = new ServiceDataSource(thingsDatabase(url));
    const readiness = new DatabaseReadiness(dataSource);
    expect(await readiness.problem()).toBe('run the migrations: NameThings1764000000001 are missing');
    const waiting = untilUsable(readiness, createLogger('test', { level: 'silent' }));
    await runMigrations(thingsDatabase(url));
    await waiting;
    await dataSource.destroy();
  });
});
