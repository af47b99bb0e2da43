import { startPostgres, type RunningServer } from '@mdm-gate/testing';
import { thingsDatabase } from '../fixtures/things-database.ts';
import { DatabaseReadiness, runMigrations, ServiceDataSource } from '../index.ts';

describe('a PostgreSQL that asks for passwords', () => {
  const password = 'of-the-superuser';
  let postgres: RunningServer;
  beforeAll(async () => {
    postgres = await startPostgres({ password });
  });
  afterAll(() => postgres.stop());

  const problem = async (url: string): Promise<string | null> => {
    const dataSource = new ServiceDataSource(thingsDatabase(url));
    try {
      return await new DatabaseReadiness(dataSource).problem();
    } finally {
      if (dataSource.isInitialized) await dataSource.destroy();
    }
  };

  it('lets the service and its migrations in with the right one', async () => {
    await runMigrations(thingsDatabase(postgres.url));
    expect(await problem(postgres.url)).toBeNull();
  });

  it('is named when it is another one, or none', async () => {
    expect(await problem(postgres.url.replace(password, 'another'))).toMatch('refuses us: user, password');
    expect(await problem(postgres.url.replace(`:${password}`, ''))).toMatch('wants a password');
  });
});
