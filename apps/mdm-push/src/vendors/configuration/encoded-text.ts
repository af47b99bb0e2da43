import { DeliveryProblem } from '../delivery-problem.ts';

/** A text and the way it was encoded: written back, everything that was not changed has the same bytes. */
export interface EncodedText {
  readonly text: string;
  /** Throws DeliveryProblem for characters that the encoding does not have. */
  encode(text: string): Buffer;
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'single-byte';

/** Byte order marks, longest first. */
const marks: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** In these every byte is a character, and ASCII is ASCII. */
const singleByte = /^(?:us-ascii|ascii|latin1|iso-?8859-?\d{1,2}|windows-125\d|cp125\d)$/i;

/**
 * By its byte order mark, else by what its first bytes can only be, else as it declares itself, else UTF-8. Undefined for
 * what is not strictly in that encoding. In single-byte encodings characters beyond ASCII read as their bytes.
 */
export const decoded = (bytes: Buffer): EncodedText | undefined => {
  const [marked, mark = []] =
    marks.find(([, start]) => start.every((byte, place) => bytes[place] === byte)) ?? [];
  const content = bytes.subarray(mark.length);
  const encoding = marked ?? encodingOf(content);
  const text = encoding === undefined ? undefined : read[encoding](content);
  if (encoding === undefined || text === undefined) return undefined;
  return { text, encode: (changed) => Buffer.concat([Buffer.from(mark), write[encoding](changed)]) };
};

/** Both markup and JSON begin with a character of ASCII. */
const encodingOf = (content: Buffer): Encoding | undefined => {
  const zeros = [...content.subarray(0, 2)].map((byte) => byte === 0).join();
  if (zeros === 'true,false') return 'utf-16be';
  if (zeros === 'false,true') return 'utf-16le';
  return encodingDeclaredIn(content);
};

const encodingDeclaredIn = (content: Buffer): Encoding | undefined => {
  const declaration = /^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(
    content.toString('latin1', 0, 200),
  );
  const declared = declaration?.[1] ?? 'utf-8';
  // Bytes that can be read one by one are not UTF-16, whatever they say of themselves.
  if (/^utf-?(?:8|16)/i.test(declared)) return 'utf-8';
  return singleByte.test(declared) ? 'single-byte' : undefined;
};

const strict = (label: string, bytes: Buffer): string | undefined => {
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

const swapped = (bytes: Buffer): Buffer => Buffer.from(bytes).swap16();

const read: Readonly<Record<Encoding, (bytes: Buffer) => string | undefined>> = {
  'utf-8': (bytes) => strict('utf-8', bytes),
  'utf-16le': (bytes) => strict('utf-16le', bytes),
  'utf-16be': (bytes) => (bytes.length % 2 === 0 ? strict('utf-16le', swapped(bytes)) : undefined),
  'single-byte': (bytes) => bytes.toString('latin1'),
};

const write: Readonly<Record<Encoding, (text: string) => Buffer>> = {
  'utf-8': (text) => Buffer.from(text, 'utf8'),
  'utf-16le': (text) => Buffer.from(text, 'utf16le'),
  'utf-16be': (text) => swapped(Buffer.from(text, 'utf16le')),
  'single-byte': (text) => Buffer.from(text, 'latin1'),
};

/** Base64 as it is written by hand and by tools: with line ends, with or without padding. Undefined for anything else. */
export const bytesOfBase64 = (text: string): Buffer | undefined => {
  const compact = text.replace(/[ \t\r\n]+/g, '');
  return /^[A-Za-z0-9+/]*={0,2}$/.test(compact) && compact.replace(/=+$/, '').length % 4 !== 1
    ? Buffer.from(compact, 'base64')
    : undefined;
};

/** A text that must be readable to be changed. `what` names it. */
export const decodedBase64 = (base64: string, what: string): EncodedText => {
  const bytes = bytesOfBase64(base64);
  const text = bytes === undefined || bytes.length > contentMaxBytes ? undefined : decoded(bytes);
  if (text === undefined) throw unreadable(what);
  return text;
};

/** More than any MDM hands to an app, and read within a quarter of a second whatever stands in it. */
export const contentMaxBytes = 262_144;

export const unreadable = (
  what: string,
  why = 'cannot be read for certain: mend it, or take the key out of it',
) => new DeliveryProblem('configuration-unsupported', `${what} ${why}`);
