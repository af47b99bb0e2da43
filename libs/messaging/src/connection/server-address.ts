import { ConfigError, readServerUrl } from '@mdm-gate/service-kit';

/** One NATS server: where it is, and who we are there. `host` may be logged; `credentials` never are. */
export interface ServerAddress {
  readonly hostname: string;
  readonly port: number;
  /** `nats-1:4222` */
  readonly host: string;
  readonly tls: boolean;
  readonly credentials: ServerCredentials;
}

export type ServerCredentials =
  { readonly user: string; readonly pass: string } | { readonly token: string } | Record<string, never>;

export const natsUrlForm =
  'nats://user:password@host:4222 or tls://…, the servers of a cluster separated by commas';

/**
 * Reads `nats://user:password@nats-1:4222,nats://…`: the servers of one cluster, separated by commas. A user name
 * without a password is a token, `tls://` demands encryption. A wrong address is told without repeating it.
 */
export const parseServers = (text: string): readonly ServerAddress[] =>
  text.split(',').map((address) => parseServer(address.trim()));

const parseServer = (text: string): ServerAddress => {
  const { scheme, user, password, hosts, path } = readServerUrl(text, {
    schemes: ['nats', 'tls'],
    defaultPort: 4222,
    form: natsUrlForm,
  });
  const { hostname, port } = hosts[0] ?? { hostname: '', port: 0 };
  if (path.some((segment) => segment !== '')) throw new ConfigError('nothing may follow the host');
  if (user === '' && password !== '') throw new ConfigError('a password needs a user name before it');
  return {
    hostname,
    port,
    host: `${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`,
    tls: scheme === 'tls',
    credentials: credentialsOf(user, password),
  };
};

const credentialsOf = (user: string, password: string): ServerCredentials => {
  if (password !== '') return { user, pass: password };
  return user === '' ? {} : { token: user };
};
