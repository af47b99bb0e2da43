import { createLogger } from '@mdm-gate/service-kit';
import { createDatabase, startPostgres, type RunningServer } from '@mdm-gate/testing';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { DatabaseReadiness, runMigrations, serviceDatabase } from './index.ts';

class CreateThings1764000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE TABLE things (id int)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE things');
  }
}

describe("a service's database", () => {
  let postgres: RunningServer;

  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());

  const dataSourceOn = (url: string): DataSource =>
    new DataSource(
      serviceDatabase({
        service: 'things',
        schema: 'things_of_ours',
        url,
        poolSize: 2,
        statementTimeoutMs: 10_000,
        entities: [],
        migrations: [CreateThings1764000000000],
        logger: createLogger('test', { level: 'silent' }),
      }),
    );

  it('is made once, in its own schema, however many start to make it at once', async () => {
    const url = await createDatabase(postgres);
    const done = await Promise.all([1, 2, 3].map(() => runMigrations(dataSourceOn(url))));
    expect(done.flat()).toEqual(['CreateThings1764000000000']);
    const dataSource = await dataSourceOn(url).initialize();
    expect(
      await dataSource.query('SELECT table_schema FROM information_schema.tables WHERE table_name = $1', [
        'things',
      ]),
    ).toEqual([{ table_schema: 'things_of_ours' }]);
    await dataSource.destroy();
  });

  it('is ready when its schema is there and PostgreSQL answers', async () => {
    const own = await startPostgres();
    const dataSource = await dataSourceOn(own.url).initialize();
    const readiness = new DatabaseReadiness(dataSource);
    expect(await readiness.problem()).toMatch('run the migrations');
    await runMigrations(dataSourceOn(own.url));
    expect(await readiness.problem()).toBeNull();
    await own.kill();
    expect(await readiness.problem()).toBe('PostgreSQL does not answer');
    await dataSource.destroy();
    await own.stop();
  });
});
