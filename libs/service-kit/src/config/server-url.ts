import { isIPv6 } from 'node:net';
import { ConfigError } from './config-error.ts';

/** One address of a server, or of several that belong together. `user` and `password` are decoded; empty when not given. */
export interface ServerUrl {
  readonly scheme: string;
  readonly user: string;
  readonly password: string;
  readonly hosts: readonly ServerHost[];
  /** What stands between the slashes after the hosts, decoded. */
  readonly path: readonly string[];
}

export interface ServerHost {
  /** An IPv6 address without its brackets. */
  readonly hostname: string;
  readonly port: number;
}

export interface ServerUrlForm {
  readonly schemes: readonly string[];
  readonly defaultPort: number;
  /** How it is written, in a few words: what a refusal says. */
  readonly form: string;
}

/** Scheme, authority, path, and what follows them. */
const parts = /^([a-z][a-z0-9+]*):\/\/([^/?#]*)([^?#]*)(.*)$/;
const hostPattern = /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?$/;

/**
 * Reads `scheme://user:password@host:port,host:port/path`. Every password can be written, its special characters
 * percent-encoded. What has two meanings is refused: the address is never repeated, because a password may stand anywhere
 * in one that is written wrongly. (Node's URL takes one host only, and mends or drops what it does not understand.)
 */
export const readServerUrl = (text: string, { schemes, defaultPort, form }: ServerUrlForm): ServerUrl => {
  if (/[\s\p{Cc}]/u.test(text)) throw new ConfigError('there is a space or a control character in it');
  const [scheme, authority, path, rest] = groupsOf(parts, text);
  if (!schemes.includes(scheme)) throw new ConfigError(`it is not written ${form}`);
  if (rest !== '' || path.includes('@')) throw new ConfigError(inPasswords('/, ? and #', '%2F, %3F and %23'));
  const at = authority.lastIndexOf('@');
  return {
    scheme,
    ...readCredentials(authority.slice(0, Math.max(0, at))),
    hosts: authority
      .slice(at + 1)
      .split(',')
      .map((host) => readHost(host, defaultPort)),
    path: path.split('/').slice(1).map(decoded),
  };
};

/** What stands in the first four groups of a pattern; empty where it does not fit, or a group is not there. */
const groupsOf = (pattern: RegExp, text: string): readonly [string, string, string, string] => {
  const [, a = '', b = '', c = '', d = ''] = pattern.exec(text) ?? [];
  return [a, b, c, d];
};

const readCredentials = (text: string): Pick<ServerUrl, 'user' | 'password'> => {
  const colon = text.includes(':') ? text.indexOf(':') : text.length;
  return { user: decoded(text.slice(0, colon)), password: decoded(text.slice(colon + 1)) };
};

const inPasswords = (characters: string, codes: string): string =>
  `in a user name or password ${characters} must be written ${codes}`;

const decoded = (text: string): string => {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) throw new ConfigError(inPasswords('%', '%25'));
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ConfigError('its percent codes are not UTF-8');
  }
};

const readHost = (text: string, defaultPort: number): ServerHost => {
  const [host, given] = groupsOf(hostPattern, text);
  const hostname = host.replace(/^\[(.*)\]$/, '$1');
  if (host === '' || (hostname !== host && !isIPv6(hostname)))
    throw new ConfigError('its host is not a host name or an IP address, or its port is no number');
  const port = given === '' ? defaultPort : Number(given);
  if (port < 1 || port > 65_535) throw new ConfigError('its port is not from 1 to 65535');
  return { hostname, port };
};
