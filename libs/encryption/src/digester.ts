import { hash, type KeyObject } from 'node:crypto';
import { KeyringError, type Keyring } from './keyring.ts';

/** HMAC-SHA-256 in base64url, 43 characters, and the key that it was made under. */
export interface Digest {
  readonly digest: string;
  readonly digestKeyId: string;
}

/** The block size of SHA-256, which RFC 2104 pads the key to. */
const blockBytes = 64;
const hashBytes = 32;

/** `inner`: one block. `outer`: one block, and room for the inner hash behind it. */
interface PaddedKey {
  readonly inner: Buffer;
  readonly outer: Buffer;
}

const padded = (key: Buffer, pad: number, room = 0): Buffer => {
  const block = Buffer.alloc(blockBytes + room, pad);
  key.forEach((byte, index) => block.writeUInt8(byte ^ pad, index));
  return block;
};

const paddedKey = (key: KeyObject): PaddedKey => {
  const bytes = key.export();
  return { inner: padded(bytes, 0x36), outer: padded(bytes, 0x5c, hashBytes) };
};

/**
 * Digests of token values, by which they are compared.
 * HMAC is written out as its two hashes (RFC 2104): every check makes a digest, and setting up `createHmac` takes
 * several times as long as the hashing itself. The inner hash goes over as text, because a buffer of its own would cost
 * as much as hashing.
 */
export class Digester {
  readonly #currentKeyId: string;
  readonly #keys: ReadonlyMap<string, PaddedKey>;
  readonly #allKeys: readonly PaddedKey[];

  constructor(keyring: Keyring) {
    this.#currentKeyId = keyring.currentKeyId;
    this.#keys = new Map(keyring.keyIds.map((keyId) => [keyId, paddedKey(keyring.key(keyId))]));
    this.#allKeys = [...this.#keys.values()];
  }

  /** Under the current key. */
  digest(value: string): Digest {
    return { digest: this.digestWith(this.#currentKeyId, value), digestKeyId: this.#currentKeyId };
  }

  /** Under every key, as a value is looked for that may have been digested under any of them. */
  digests(value: string): readonly string[] {
    return this.#allKeys.map((key) => hmac(key, value));
  }

  /** Under the key that another digest was made with. Throws KeyringError when it is not in the keyring. */
  digestWith(keyId: string, value: string): string {
    const key = this.#keys.get(keyId);
    if (key === undefined) throw new KeyringError(`There is no digest key "${keyId}" in the keyring`);
    return hmac(key, value);
  }
}

const hmac = ({ inner, outer }: PaddedKey, value: string): string => {
  const message = Buffer.allocUnsafe(blockBytes + Buffer.byteLength(value));
  inner.copy(message);
  message.write(value, blockBytes);
  outer.write(hash('sha256', message, 'binary'), blockBytes, 'binary');
  return hash('sha256', outer, 'base64url');
};
