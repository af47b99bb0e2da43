import { hash, type KeyObject } from 'node:crypto';
import { KeyringError, type Keyring } from './keyring.ts';

/** HMAC-SHA-256 in base64url, 43 characters, and the key that it was made under. */
export interface Digest {
  readonly digest: string;
  readonly digestKeyId: string;
}

/** The block size of SHA-256, which RFC 2104 pads the key to. */
const blockBytes = 64;

interface PaddedKey {
  readonly inner: Buffer;
  readonly outer: Buffer;
}

const padded = (key: Buffer, pad: number): Buffer => {
  const block = Buffer.alloc(blockBytes, pad);
  key.forEach((byte, index) => block.writeUInt8(byte ^ pad, index));
  return block;
};

const paddedKey = (key: KeyObject): PaddedKey => {
  const bytes = key.export();
  return { inner: padded(bytes, 0x36), outer: padded(bytes, 0x5c) };
};

/**
 * Digests of token values, by which they are compared.
 * HMAC is written out as its two hashes (RFC 2104): every check makes a digest, and setting up `createHmac` takes
 * several times as long as the hashing itself.
 */
export class Digester {
  readonly #currentKeyId: string;
  readonly #keys: ReadonlyMap<string, PaddedKey>;

  constructor(keyring: Keyring) {
    this.#currentKeyId = keyring.currentKeyId;
    this.#keys = new Map(keyring.keyIds.map((keyId) => [keyId, paddedKey(keyring.key(keyId))]));
  }

  get keyIds(): readonly string[] {
    return [...this.#keys.keys()];
  }

  /** Under the current key. */
  digest(value: string): Digest {
    return { digest: this.digestWith(this.#currentKeyId, value), digestKeyId: this.#currentKeyId };
  }

  /** Under the key that another digest was made with. Throws KeyringError when it is not in the keyring. */
  digestWith(keyId: string, value: string): string {
    const key = this.#keys.get(keyId);
    if (key === undefined) throw new KeyringError(`There is no digest key "${keyId}" in the keyring`);
    const innerHash = hash('sha256', Buffer.concat([key.inner, Buffer.from(value, 'utf8')]), 'buffer');
    return hash('sha256', Buffer.concat([key.outer, innerHash]), 'base64url');
  }
}
