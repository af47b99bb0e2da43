import { readFileSync } from 'node:fs';
import {
  credsAuthenticator,
  nkeyAuthenticator,
  type ConnectionOptions,
  type TlsOptions,
} from '@nats-io/transport-node';
import { CodedError } from '@mdm-gate/service-kit';
import type { ServerAddress } from './server-address.ts';

/**
 * Who we are on NATS, and whom we take for NATS: files, which are read anew for every connection, so that what was
 * renewed on disk counts from the next one on. User and password may stand in the URL instead.
 */
export interface NatsIdentity {
  /** The seed of an nkey, as it begins with `SU`. */
  readonly nkeySeedFile?: string | undefined;
  /** A JWT and its nkey, as `nsc` writes them. */
  readonly credentialsFile?: string | undefined;
  /** Certificate authorities that the server's certificate may come from; those of the system unless given. */
  readonly caFile?: string | undefined;
  /** Our own certificate and its key, where the server asks for one. */
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
}

/** The client's options for one server. Encrypted where the address says `tls://`, or where a file for TLS is given. */
export const optionsFor = (identity: NatsIdentity, server: ServerAddress): ConnectionOptions => ({
  ...server.credentials,
  ...authenticatorOf(identity),
  ...(isEncrypted(identity, server) && { tls: tlsOf(identity) }),
});

export const isEncrypted = ({ caFile, certFile }: NatsIdentity, server: ServerAddress): boolean =>
  server.tls || caFile !== undefined || certFile !== undefined;

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

const tlsOf = ({ caFile, certFile, keyFile }: NatsIdentity): TlsOptions => ({
  ...(caFile !== undefined && { ca: read(caFile, 'the certificate authorities').toString('utf8') }),
  ...(certFile !== undefined && { cert: read(certFile, 'the certificate').toString('utf8') }),
  ...(keyFile !== undefined && { key: read(keyFile, "the certificate's key").toString('utf8') }),
});

/** The path is no secret, but a wrong one may be: a secret written in its place. */
const read = (file: string, what: string): Buffer => {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new CodedError('dependency-unavailable', `The file of ${what} for NATS cannot be read`, {
      cause: error,
    });
  }
};
