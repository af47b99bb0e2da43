import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';

const algorithm = 'aes-256-gcm';
/** The nonce length that NIST SP 800-38D recommends for GCM. */
const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM: nonce, ciphertext and tag in one, under a random nonce. One key may encrypt 2^32 times at most. */
export const encrypt = (key: KeyObject, plaintext: Buffer, additionalData: Buffer): Buffer => {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes }).setAAD(additionalData);
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
};

/** Throws when key, bytes or additional data are not those of `encrypt`. */
export const decrypt = (key: KeyObject, encrypted: Buffer, additionalData: Buffer): Buffer => {
  const nonce = encrypted.subarray(0, nonceBytes);
  const tag = encrypted.subarray(-tagBytes);
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes })
    .setAAD(additionalData)
    .setAuthTag(tag);
  return Buffer.concat([decipher.update(encrypted.subarray(nonceBytes, -tagBytes)), decipher.final()]);
};
