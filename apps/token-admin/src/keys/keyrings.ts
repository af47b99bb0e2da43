import { ActiveSetMac, Digester, Keyring, SealedBox } from '@mdm-gate/encryption';
import { textOrFile } from '@mdm-gate/service-kit';
import { AuditKeys } from '../audit/audit-keys.ts';
import type { AuditKeyConfig, KeyConfig } from '../config.ts';

/** What the keys of the environment open, compare and prove. Throws when they are not there or not keys. */
export const keyringsFrom = (
  config: KeyConfig,
): { readonly sealedBox: SealedBox; readonly digester: Digester; readonly macs: ActiveSetMac } => {
  const masterKeys = textOrFile(
    'TOKEN_ADMIN_MASTER_KEYS',
    config.TOKEN_ADMIN_MASTER_KEYS,
    config.TOKEN_ADMIN_MASTER_KEYS_FILE,
  );
  const digestKeys = textOrFile(
    'TOKEN_ADMIN_DIGEST_KEYS',
    config.TOKEN_ADMIN_DIGEST_KEYS,
    config.TOKEN_ADMIN_DIGEST_KEYS_FILE,
  );
  const digestKeyring = Keyring.fromConfig(digestKeys);
  return {
    sealedBox: new SealedBox(Keyring.fromConfig(masterKeys)),
    digester: new Digester(digestKeyring),
    macs: new ActiveSetMac(digestKeyring),
  };
};

/** What the audit trail is chained under. Throws when the keys are not there or not keys. */
export const auditKeysFrom = (config: AuditKeyConfig): AuditKeys =>
  new AuditKeys(
    Keyring.fromConfig(
      textOrFile('TOKEN_ADMIN_AUDIT_KEYS', config.TOKEN_ADMIN_AUDIT_KEYS, config.TOKEN_ADMIN_AUDIT_KEYS_FILE),
    ),
  );
