import { ConfigError } from '@mdm-gate/service-kit';
import { readPostgresUrl } from './postgres-url.ts';

describe('the address of PostgreSQL', () => {
  it('may hold any password and name any database, percent-encoded', () => {
    expect(readPostgresUrl('postgresql://gate%3A1:50%25%2F%23%40@[::1]:5433/mdm%2Fgate')).toEqual({
      host: '::1',
      port: 5433,
      username: 'gate:1',
      password: '50%/#@',
      database: 'mdm/gate',
    });
  });

  it('leaves to the driver what it does not say', () => {
    expect(readPostgresUrl('postgres://db')).toEqual({ host: 'db', port: 5432 });
  });

  it.each([
    'mysql://gate:hunter2@db/gate',
    'postgres://gate:hunter2%@db/gate',
    'postgres://a,b/gate',
    'postgres://db/gate/hunter2',
    'postgres://db/gate?sslmode=hunter2',
    'postgres://gate:hunt#er2@db/gate',
  ])('is refused without being repeated: %s', (text) => {
    expect(() => readPostgresUrl(text)).toThrow(ConfigError);
    expect(() => readPostgresUrl(text)).not.toThrow(/hunter2|er2/);
  });
});
