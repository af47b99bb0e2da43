import type { RedisOptions } from 'ioredis';
import {
  ConfigError,
  demandsTls,
  readableSchema,
  readServerUrl,
  renewedTls,
  withFacts,
  type ServerUrl,
  type TlsFiles,
} from '@mdm-gate/service-kit';

type ServerOptions = Omit<RedisOptions, 'replyMapping'>;

/** Where Redis is. `sentinelUser` and `sentinelPassword`: who we are at the Sentinels, which have users of their own. */
export interface RedisAddress {
  readonly url: string;
  readonly sentinelUser?: string | undefined;
  readonly sentinelPassword?: string | undefined;
  /** Whom we take for Redis and its Sentinels, and who we are there. */
  readonly tls?: TlsFiles | undefined;
}

const form =
  'redis://user:password@host:6379/0, rediss://… with TLS, or redis+sentinel://user:password@host:26379,host:26379/master-name/0, rediss+sentinel://… with TLS';

/** The options of the client. Throws a ConfigError that says what is wrong, without repeating any of it. */
export const serverOf = (address: RedisAddress): ServerOptions => {
  const { sentinelUser, sentinelPassword, tls: files = {} } = address;
  const url = readUrl(address.url);
  const isEncrypted = url.scheme.startsWith('rediss') || demandsTls(files);
  const shared = { ...credentials(url), ...(isEncrypted && { tls: renewedTls(files) }) };
  if (!url.scheme.endsWith('+sentinel')) return { ...shared, ...single(url) };
  return {
    ...shared,
    ...throughSentinels(url),
    ...(shared.tls && { enableTLSForSentinelMode: true, sentinelTLS: shared.tls }),
    ...(sentinelUser !== undefined && { sentinelUsername: sentinelUser }),
    ...(sentinelPassword !== undefined && { sentinelPassword }),
  };
};

const readUrl = (text: string): ServerUrl => {
  const schemes = ['redis', 'rediss', 'redis+sentinel', 'rediss+sentinel'];
  const url = readServerUrl(text, {
    schemes,
    defaultPort: text.includes('+sentinel') ? 26_379 : 6_379,
    form,
  });
  if (url.user !== '' && url.password === '') throw new ConfigError('a user name needs a password after it');
  return url;
};

const single = ({ hosts: [host, ...more], path: [database = '', ...rest] }: ServerUrl): ServerOptions => {
  if (host === undefined || more.length > 0) throw new ConfigError('it names more than one server');
  if (rest.length > 0) throw new ConfigError('more than the number of a database follows the host');
  return { host: host.hostname, port: host.port, db: databaseOf(database) };
};

const throughSentinels = ({ hosts, path: [name = '', database = '', ...rest] }: ServerUrl): ServerOptions => {
  if (name === '') throw new ConfigError('the name of the master is missing');
  if (rest.length > 0) throw new ConfigError('more than the number of a database follows the name');
  const sentinels = hosts.map(({ hostname, port }) => ({ host: hostname, port }));
  return { sentinels, name, db: databaseOf(database) };
};

const databaseOf = (text: string): number => {
  if (!/^\d{0,5}$/.test(text)) throw new ConfigError('its database is not a number');
  return Number(text);
};

const credentials = ({ user, password }: ServerUrl): ServerOptions => ({
  ...(user !== '' && { username: user }),
  ...(password !== '' && { password }),
});

/** `VERIFIER_REDIS_URL` */
export const redisUrlSchema = withFacts(
  readableSchema((url) => serverOf({ url })),
  { expected: form, example: 'redis://gate:p%40ss@redis:6379', secret: true },
);
