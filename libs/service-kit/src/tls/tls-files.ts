import { readFileSync } from 'node:fs';
import { checkServerIdentity, type ConnectionOptions } from 'node:tls';
import { ConfigError } from '../config/config-error.ts';
import { setting } from '../config/setting-facts.ts';
import { fileSchema } from '../config/setting-kinds.ts';

/** Whom we take for a server, and who we are there: PEM files, read anew for every connection. */
export interface TlsFiles {
  /** Authorities that the server's certificate may come from; those of the system unless given. */
  readonly caFile?: string | undefined;
  /** Our own certificate and its key, where the server asks for one. */
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
}

/** The settings `…_CA_FILE`, `…_CERT_FILE` and `…_KEY_FILE` for a server of that name. */
export const tlsFileSettings = (server: string) => ({
  ca: setting(
    fileSchema.optional(),
    `Certificate authorities, PEM, that ${server}'s certificate may come from instead of those of the system. Demands encryption.`,
    { example: `/run/secrets/${server.toLowerCase()}-ca.pem` },
  ),
  cert: setting(
    fileSchema.optional(),
    `The service's own certificate, PEM, where ${server} asks for one. Demands encryption.`,
  ),
  key: setting(fileSchema.optional(), 'The key of that certificate, PEM.'),
});

/** What the settings that begin so name. Throws a ConfigError when there is a certificate without its key, or the reverse. */
export const tlsFilesIn = (config: Readonly<Record<string, unknown>>, prefix: string): TlsFiles => {
  const fileOf = (name: string): string | undefined => {
    const file = config[`${prefix}_${name}_FILE`];
    return typeof file === 'string' ? file : undefined;
  };
  const files = { caFile: fileOf('CA'), certFile: fileOf('CERT'), keyFile: fileOf('KEY') };
  if ((files.certFile === undefined) !== (files.keyFile === undefined))
    throw new ConfigError(`${prefix}_CERT_FILE and ${prefix}_KEY_FILE are set together, or neither of them`);
  return files;
};

/** Whether any of the files is there: then nothing but an encrypted connection is made. */
export const demandsTls = ({ caFile, certFile }: TlsFiles): boolean =>
  caFile !== undefined || certFile !== undefined;

/** The content of the files. */
export interface TlsParts {
  ca?: string;
  cert?: string;
  key?: string;
}

/** What the files hold now. Throws an error of the file system when one cannot be read. */
export const readTlsFiles = ({ caFile, certFile, keyFile }: TlsFiles): TlsParts => ({
  ...(caFile !== undefined && { ca: readFileSync(caFile, 'utf8') }),
  ...(certFile !== undefined && { cert: readFileSync(certFile, 'utf8') }),
  ...(keyFile !== undefined && { key: readFileSync(keyFile, 'utf8') }),
});

/**
 * For clients that take options once for all their connections, and copy them for each: every copy holds what the files hold
 * then. A file that cannot be read counts as unchanged.
 */
export const renewedTls = (files: TlsFiles): TlsParts => {
  const latest: Partial<Record<keyof TlsParts, string | undefined>> = {};
  const parts: TlsParts = {};
  const add = (name: keyof TlsParts, file: string | undefined): void => {
    if (file === undefined) return;
    const get = (): string | undefined => (latest[name] = contentOf(file) ?? latest[name]);
    // The driver of PostgreSQL hides a key that it is given.
    Object.defineProperty(parts, name, { enumerable: true, configurable: true, get });
  };
  add('ca', files.caFile);
  add('cert', files.certFile);
  add('key', files.keyFile);
  return parts;
};

const contentOf = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};

/** For clients that hand over a socket: the certificate is held against the name that was dialled, an IP address too. */
export const isFor = (host: string): Required<Pick<ConnectionOptions, 'checkServerIdentity'>> => ({
  checkServerIdentity: (_, certificate) => checkServerIdentity(host, certificate),
});
