import { crc32 } from 'node:zlib';
import { randomBytes } from 'node:crypto';

/** Lets secret scanners and people recognize an MDM token where it should not be. */
const prefix = 'mdmt_';
const randomBytesCount = 32;
/** 62^43 > 2^256: so many characters hold 256 bits. */
const randomLength = 43;
/** 62^6 > 2^32. */
const checksumLength = 6;

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const base = BigInt(alphabet.length);

const base62 = (number: bigint, length: number): string => {
  let text = '';
  for (let rest = number; text.length < length; rest /= base)
    text = alphabet.charAt(Number(rest % base)) + text;
  return text;
};

const checksum = (body: string): string => base62(BigInt(crc32(body)), checksumLength);

/** 256 random bits in base62 between a prefix and a checksum, so that a mistyped value is told from an unknown one. */
export const generateTokenValue = (random: (bytes: number) => Buffer = randomBytes): string => {
  const bits = random(randomBytesCount);
  const body = base62(BigInt(`0x${bits.toString('hex')}`), randomLength);
  return `${prefix}${body}${checksum(body)}`;
};

/** Whether a text has the form of a generated value and its checksum is right. */
export const isGeneratedTokenValue = (text: string): boolean => {
  const body = text.slice(prefix.length, prefix.length + randomLength);
  return text === `${prefix}${body}${checksum(body)}` && body.length === randomLength;
};
