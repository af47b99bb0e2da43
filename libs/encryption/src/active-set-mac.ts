import { createHmac, createSecretKey, hkdfSync, timingSafeEqual, type KeyObject } from 'node:crypto';
import { activeSetText, type ActiveSet, type ActiveSetContent } from '@mdm-gate/contracts';
import { KeyringError, type Keyring } from './keyring.ts';
import { z } from 'zod';

const purpose = 'mdm-gate active set mac 1';
const keyBytes = 32;

/** A key of its own, so that nothing that digests a token's value can ever be taken for the MAC of a set. */
const derived = (digestKey: KeyObject): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', digestKey, '', purpose, keyBytes)));

/**
 * Tells active sets of the authority from all others. The keys are derived from the digest keys, which only token-admin
 * and the verifiers hold: whoever can write to NATS, or has read every set there ever was, can make none that counts.
 */
export class ActiveSetMac {
  readonly currentKeyId: string;
  readonly #keys: ReadonlyMap<string, KeyObject>;

  constructor(digestKeys: Keyring) {
    this.currentKeyId = digestKeys.currentKeyId;
    this.#keys = new Map(digestKeys.keyIds.map((keyId) => [keyId, derived(digestKeys.key(keyId))]));
  }

  has(keyId: string): boolean {
    return this.#keys.has(keyId);
  }

  /** The same content under the same key always gives the same MAC. Throws KeyringError when there is no such key. */
  add(organizationId: string, content: ActiveSetContent, macKeyId = this.currentKeyId): ActiveSet {
    const key = this.#keys.get(macKeyId);
    if (key === undefined) throw new KeyringError(`There is no digest key "${macKeyId}" in the keyring`);
    return { ...content, macKeyId, mac: hmac(key, organizationId, content).toString('base64url') };
  }

  /** Whether that set, as it was read and before anything is known of its form, is one of this organization's. */
  isGenuine(organizationId: string, activeSet: unknown): boolean {
    const claimed = claimedSchema.safeParse(activeSet);
    if (!claimed.success) return false;
    const key = this.#keys.get(claimed.data.macKeyId);
    if (key === undefined) return false;
    const expected = hmac(key, organizationId, claimed.data);
    const given = Buffer.from(claimed.data.mac, 'base64url');
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
}

const claimedSchema = z.looseObject({ mac: z.string(), macKeyId: z.string() });

const hmac = (key: KeyObject, organizationId: string, activeSet: object): Buffer =>
  createHmac('sha256', key).update(activeSetText(organizationId, activeSet)).digest();
