import { createSecretKey, type KeyObject } from 'node:crypto';
import { parseKeyringConfig } from './keyring-config.ts';

/** The keys cannot be used as they are configured. The message names key ids, never key material. */
export class KeyringError extends Error {
  override readonly name = 'KeyringError';
}

/**
 * Versioned 256-bit keys. New things are made under the current one; the others still open what was made before.
 * Keys are held as KeyObjects, which print and serialize as nothing.
 */
export class Keyring {
  readonly currentKeyId: string;
  readonly #keys: ReadonlyMap<string, KeyObject>;

  private constructor(currentKeyId: string, keys: ReadonlyMap<string, KeyObject>) {
    this.currentKeyId = currentKeyId;
    this.#keys = keys;
  }

  /** Reads `{"current": "2026-11", "keys": {"2026-11": "<32 bytes in base64url>"}}`; throws KeyringError. */
  static fromConfig(text: string): Keyring {
    const config = parseKeyringConfig(text);
    if ('problem' in config) throw new KeyringError(`The keys are not valid: ${config.problem}`);
    const keys = Object.entries(config.keys).map(
      ([keyId, bytes]) => [keyId, createSecretKey(bytes)] as const,
    );
    return new Keyring(config.current, new Map(keys));
  }

  get keyIds(): readonly string[] {
    return [...this.#keys.keys()];
  }

  /** Throws KeyringError when there is no such key: something was made under a key that has been taken away. */
  key(keyId: string): KeyObject {
    const key = this.#keys.get(keyId);
    if (key === undefined) throw new KeyringError(`There is no key "${keyId}" in the keyring`);
    return key;
  }
}
