import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { additionalData } from './additional-data.ts';
import { decrypt, encrypt } from './authenticated-encryption.ts';
import type { Keyring } from './keyring.ts';

const dataKeyBytes = 32;
/** 12 bytes of nonce and 16 of tag. */
const overheadBytes = 28;

const bytesSchema = (bytesMin: number) =>
  z.base64url().refine((text) => Buffer.from(text, 'base64url').length >= bytesMin, 'is too short');

/**
 * A sealed text, as it is stored. `keyId` names the master key that `wrappedKey`, the data key of this text alone,
 * is encrypted under. `wrappedKey` and `ciphertext` are nonce, ciphertext and tag of AES-256-GCM in base64url.
 */
export const sealedSchema = z.strictObject({
  version: z.literal(1),
  keyId: z.string(),
  wrappedKey: bytesSchema(overheadBytes + dataKeyBytes),
  ciphertext: bytesSchema(overheadBytes),
});
export type Sealed = z.infer<typeof sealedSchema>;

/** What was sealed cannot be opened: changed, sealed for another binding, or under another key of the same id. */
export class UnsealError extends Error {
  override readonly name = 'UnsealError';
}

const assertWellFormed = (text: string): void => {
  if (!text.isWellFormed()) throw new TypeError('A text with a lone surrogate cannot be sealed');
};

/**
 * Envelope encryption. `binding` says what the text belongs to (such as organization and token id), and opens only
 * with the same: a row copied to another place is refused.
 */
export class SealedBox {
  readonly #keyring: Keyring;

  constructor(keyring: Keyring) {
    this.#keyring = keyring;
  }

  seal(plaintext: string, binding: readonly string[]): Sealed {
    [plaintext, ...binding].forEach(assertWellFormed);
    const dataKey = randomBytes(dataKeyBytes);
    return {
      version: 1,
      ...this.#wrap(dataKey, binding),
      ciphertext: encrypt(
        createSecretKey(dataKey),
        Buffer.from(plaintext, 'utf8'),
        textData(binding),
      ).toString('base64url'),
    };
  }

  /** Throws UnsealError, or KeyringError when the master key is not in the keyring. */
  open(sealed: Sealed, binding: readonly string[]): string {
    const { ciphertext } = parse(sealed);
    const dataKey = createSecretKey(this.#unwrap(sealed, binding));
    return unseal(dataKey, ciphertext, textData(binding)).toString('utf8');
  }

  /** The same text under the current master key. Only the data key is encrypted anew: the text stays as it is. */
  rewrap(sealed: Sealed, binding: readonly string[]): Sealed {
    return { ...parse(sealed), ...this.#wrap(this.#unwrap(sealed, binding), binding) };
  }

  /** Whether `rewrap` would change anything. */
  needsRewrap(sealed: Sealed): boolean {
    return sealed.keyId !== this.#keyring.currentKeyId;
  }

  #wrap(dataKey: Buffer, binding: readonly string[]): Pick<Sealed, 'keyId' | 'wrappedKey'> {
    const keyId = this.#keyring.currentKeyId;
    const wrappedKey = encrypt(this.#keyring.key(keyId), dataKey, keyData(keyId, binding));
    return { keyId, wrappedKey: wrappedKey.toString('base64url') };
  }

  #unwrap(sealed: Sealed, binding: readonly string[]): Buffer {
    const { keyId, wrappedKey } = parse(sealed);
    return unseal(this.#keyring.key(keyId), wrappedKey, keyData(keyId, binding));
  }
}

const keyData = (keyId: string, binding: readonly string[]): Buffer =>
  additionalData(['mdm-gate data key 1', keyId, ...binding]);

const textData = (binding: readonly string[]): Buffer => additionalData(['mdm-gate text 1', ...binding]);

const parse = (sealed: Sealed): Sealed => {
  const parsed = sealedSchema.safeParse(sealed);
  if (parsed.success) return parsed.data;
  throw new UnsealError('What is stored is not a sealed text');
};

const unseal = (key: KeyObject, encrypted: string, data: Buffer): Buffer => {
  try {
    return decrypt(key, Buffer.from(encrypted, 'base64url'), data);
  } catch {
    throw new UnsealError(
      'The sealed text was changed, or belongs to something else, or its key was replaced',
    );
  }
};
