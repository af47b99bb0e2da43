import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { stackFolder } from './stack-folder.ts';

/** Writes a keyring with one fresh key, readable by its owner only, unless there is one; says where it is. */
const writeKeyring = (name: string): string => {
  const keyring = { current: 'local-1', keys: { 'local-1': randomBytes(32).toString('base64url') } };
  if (!existsSync(stackFolder.key(name)))
    writeFileSync(stackFolder.key(name), JSON.stringify(keyring), { mode: 0o600 });
  return stackFolder.key(name);
};

export interface KeyFiles {
  /** Wraps what token-admin encrypts. */
  readonly tokenAdminMaster: string;
  readonly tokenAdminAudit: string;
  /** Wraps what mdm-push encrypts. */
  readonly mdmPushMaster: string;
  /** Digests token values; token-admin and verifier hold it. */
  readonly digest: string;
}

export const writeKeyFiles = (): KeyFiles => ({
  tokenAdminMaster: writeKeyring('token-admin-master.json'),
  tokenAdminAudit: writeKeyring('token-admin-audit.json'),
  mdmPushMaster: writeKeyring('mdm-push-master.json'),
  digest: writeKeyring('digest.json'),
});
