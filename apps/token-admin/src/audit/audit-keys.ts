import { createHmac } from 'node:crypto';
import type { Keyring } from '@mdm-gate/encryption';

/**
 * The keys that the audit chain is made under. They are in the configuration and not in the database, so that whoever
 * can write there can change rows, but cannot make a chain that looks whole.
 */
export class AuditKeys {
  readonly currentKeyId: string;

  constructor(private readonly keyring: Keyring) {
    this.currentKeyId = keyring.currentKeyId;
  }

  has(keyId: string): boolean {
    return this.keyring.keyIds.includes(keyId);
  }

  get keyIds(): readonly string[] {
    return this.keyring.keyIds;
  }

  /** HMAC-SHA-256 in hex. Throws KeyringError when there is no such key. */
  mac(keyId: string, text: string): string {
    return createHmac('sha256', this.keyring.key(keyId)).update(text).digest('hex');
  }
}
