import { ActiveSetMac, Digester, SealedBox } from '@mdm-gate/encryption';
import { AuditKeys } from '../audit/audit-keys.ts';
import type { AuditKeyConfig, KeyConfig } from '../config.ts';

/** What the keys of the environment open, compare and prove. */
export const keyringsFrom = (
  config: KeyConfig,
): { readonly sealedBox: SealedBox; readonly digester: Digester; readonly macs: ActiveSetMac } => ({
  sealedBox: new SealedBox(config.TOKEN_ADMIN_MASTER_KEYS),
  digester: new Digester(config.TOKEN_ADMIN_DIGEST_KEYS),
  macs: new ActiveSetMac(config.TOKEN_ADMIN_DIGEST_KEYS),
});

/** What the audit trail is chained under. */
export const auditKeysFrom = (config: AuditKeyConfig): AuditKeys =>
  new AuditKeys(config.TOKEN_ADMIN_AUDIT_KEYS);
