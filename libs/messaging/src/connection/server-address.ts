import { ConfigError } from '@mdm-gate/service-kit';

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

const defaultPort = 4222;

/**
 * Reads `nats://user:password@nats-1:4222,nats://…`: the servers of one cluster, separated by commas. A user name
 * without a password is a token, `tls://` demands encryption. A wrong address is told without repeating it.
 */
export const parseServers = (text: string): readonly ServerAddress[] => text.split(',').map(parseServer);

const parseServer = (text: string): ServerAddress => {
  const url = URL.parse(text.trim());
  if (url === null || !['nats:', 'tls:'].includes(url.protocol) || url.hostname === '')
    throw new ConfigError('A NATS address is written nats://host:port or tls://host:port');
  const port = url.port === '' ? defaultPort : Number(url.port);
  const hostname = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return {
    hostname,
    port,
    host: `${url.hostname}:${port}`,
    tls: url.protocol === 'tls:',
    credentials: credentialsOf(url),
  };
};

const credentialsOf = ({ username, password }: URL): ServerCredentials => {
  if (username === '') return {};
  if (password === '') return { token: decodeURIComponent(username) };
  return { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
};
