import { chmod, chown, copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CertificateFiles } from '../certificates/certificate-authority.ts';

/** The server's own certificate, and the authority that certificates of its clients must come from; none are asked for without. */
export interface ServerTls extends CertificateFiles {
  readonly clientsCaFile?: string | undefined;
}

/** Where the server finds them. */
export interface PlacedTls {
  readonly certFile: string;
  readonly keyFile: string;
  readonly clientsCaFile: string | undefined;
}

export const tlsIn = (dataDir: string, { clientsCaFile }: ServerTls): PlacedTls => ({
  certFile: join(dataDir, 'server.pem'),
  keyFile: join(dataDir, 'server-key.pem'),
  clientsCaFile: clientsCaFile === undefined ? undefined : join(dataDir, 'clients-ca.pem'),
});

/** Copied at every start: into the data folder, which containers see too, and as that user's own. */
export const placeTls = async (
  tls: ServerTls,
  dataDir: string,
  owner?: { readonly uid: number; readonly gid: number },
): Promise<void> => {
  const placed = tlsIn(dataDir, tls);
  const copy = async (from: string | undefined, to: string | undefined): Promise<void> => {
    if (from === undefined || to === undefined) return;
    await copyFile(from, to);
    await chmod(to, 0o600);
    if (owner !== undefined) await chown(to, owner.uid, owner.gid);
  };
  await copy(tls.certFile, placed.certFile);
  await copy(tls.keyFile, placed.keyFile);
  await copy(tls.clientsCaFile, placed.clientsCaFile);
};
