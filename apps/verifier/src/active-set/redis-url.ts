import type { RedisOptions } from 'ioredis';

type ServerOptions = Omit<RedisOptions, 'replyMapping'>;

/**
 * Where Redis is: `redis://[user:password@]host:port`, `rediss://…` with TLS, or, through Sentinels,
 * `redis+sentinel://[user:password@]sentinel:port[,sentinel:port…]/masterName`.
 */

export const redisUrlPattern = /^(rediss?|redis\+sentinel):\/\/\S+$/;

export const serverOf = (url: string): ServerOptions => {
  if (url.startsWith('redis+sentinel://')) return throughSentinels(url);
  const { hostname, port, username, password, pathname, protocol } = new URL(url);
  return {
    host: hostname,
    port: port === '' ? 6379 : Number(port),
    db: pathname.length > 1 ? Number(pathname.slice(1)) : 0,
    ...credentials(username, password),
    ...(protocol === 'rediss:' && { tls: {} }),
  };
};

const throughSentinels = (url: string): ServerOptions => {
  const [authority = '', name = ''] = url.slice('redis+sentinel://'.length).split('/');
  const at = authority.lastIndexOf('@');
  const [username = '', password = ''] = at === -1 ? [] : authority.slice(0, at).split(':');
  const sentinels = authority
    .slice(at + 1)
    .split(',')
    .map((address) => {
      const [host = '', port = '26379'] = address.split(':');
      return { host, port: Number(port) };
    });
  return { sentinels, name, ...credentials(username, password) };
};

const credentials = (username: string, password: string): ServerOptions => ({
  ...(username !== '' && { username: decodeURIComponent(username) }),
  ...(password !== '' && { password: decodeURIComponent(password) }),
});
