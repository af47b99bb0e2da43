import { readFileSync } from 'node:fs';
import {
  credsAuthenticator,
  nkeyAuthenticator,
  type ConnectionOptions,
  type TlsOptions,
} from '@nats-io/transport-node';
import { CodedError, demandsTls, isFor, readTlsFiles, type TlsFiles } from '@mdm-gate/service-kit';
import type { ServerAddress } from './server-address.ts';

/**
 * Who we are on NATS, and whom we take for NATS: files, which are read anew for every connection, so that what was
 * renewed on disk counts from the next one on. User and password may stand in the URL instead.
 */
export interface NatsIdentity extends TlsFiles {
  /** The seed of an nkey, as it begins with `SU`. */
  readonly nkeySeedFile?: string | undefined;
  /** A JWT and its nkey, as `nsc` writes them. */
  readonly credentialsFile?: string | undefined;
}

/** The client's options for one server. Encrypted where the address says `tls://`, or where a file for TLS is given. */
export const optionsFor = (identity: NatsIdentity, server: ServerAddress): ConnectionOptions => ({
  ...server.credentials,
  ...authenticatorOf(identity),
  ...((server.tls || demandsTls(identity)) && { tls: tlsOf(identity, server) }),
});

const authenticatorOf = ({
  nkeySeedFile,
  credentialsFile,
}: NatsIdentity): Pick<ConnectionOptions, 'authenticator'> => {
  if (nkeySeedFile !== undefined) {
    const seed = Buffer.from(read(nkeySeedFile, 'the nkey').toString('utf8').trim());
    return { authenticator: nkeyAuthenticator(seed) };
  }
  if (credentialsFile === undefined) return {};
  return { authenticator: credsAuthenticator(read(credentialsFile, 'the credentials')) };
};

const tlsOf = (identity: NatsIdentity, { hostname }: ServerAddress): TlsOptions => {
  try {
    return { ...readTlsFiles(identity), ...isFor(hostname) };
  } catch (error) {
    throw unreadable('of certificates', error);
  }
};

const read = (file: string, what: string): Buffer => {
  try {
    return readFileSync(file);
  } catch (error) {
    throw unreadable(`of ${what}`, error);
  }
};

/** The path is no secret, but a wrong one may be: a secret written in its place. */
const unreadable = (what: string, cause: unknown): CodedError =>
  new CodedError('dependency-unavailable', `A file ${what} for NATS cannot be read`, { cause });
