import { createHmac, hkdfSync, type KeyObject } from 'node:crypto';
import type { Keyring } from './keyring.ts';

const keyBytes = 32;
const fingerprintLength = 8;

/**
 * Short fingerprints that tell equal values from different ones and nothing more. Made under a key that is derived for
 * one purpose from the current one, so that a fingerprint says nothing about a digest, nor about one of another purpose.
 */
export class Fingerprinter {
  readonly #key: Buffer;

  constructor(keyring: Keyring, purpose: string) {
    this.#key = derived(keyring.key(keyring.currentKeyId), purpose);
  }

  /** The same value of another owner has another fingerprint. */
  fingerprint(owner: string, value: string): string {
    const hmac = createHmac('sha256', this.#key).update(JSON.stringify([owner, value]));
    return hmac.digest('base64url').slice(0, fingerprintLength);
  }
}

const derived = (key: KeyObject, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key, '', `mdm-gate fingerprint of ${purpose}`, keyBytes));
