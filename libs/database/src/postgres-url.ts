import { ConfigError, readableSchema, readServerUrl, withFacts } from '@mdm-gate/service-kit';

/** Where PostgreSQL is, and who we are there. What is not given is left to the driver. */
export interface PostgresAddress {
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
  readonly database?: string;
}

const form = 'postgres://user:password@host:5432/database';

/** Throws a ConfigError that says what is wrong, without repeating any of it. */
export const readPostgresUrl = (text: string): PostgresAddress => {
  const url = readServerUrl(text, { schemes: ['postgres', 'postgresql'], defaultPort: 5432, form });
  const [host, ...more] = url.hosts;
  if (host === undefined || more.length > 0) throw new ConfigError('it names more than one server');
  const [database = '', ...rest] = url.path;
  if (rest.length > 0) throw new ConfigError('more than the name of a database follows the host');
  return {
    host: host.hostname,
    port: host.port,
    ...(url.user !== '' && { username: url.user }),
    ...(url.password !== '' && { password: url.password }),
    ...(database !== '' && { database }),
  };
};

/** `<SERVICE>_POSTGRES_URL` */
export const postgresUrlSchema = withFacts(readableSchema(readPostgresUrl), {
  expected: form,
  example: 'postgres://gate:p%40ss@db:5432/mdm_gate',
  secret: true,
});
