import forge from 'node-forge';
import { withPbes2Password } from './pbes2.ts';
import { Unreadable } from './unreadable.ts';

export type Bag = forge.pkcs12.Bag;

/**
 * Node has no reader for it: node-forge has one, also for the ciphers that consoles and Windows still write. What it reads
 * may ask for any amount of time and memory. Throws Unreadable.
 */
export const bagsIn = (file: Buffer, password: string): readonly Bag[] => {
  const contents = contentsOf(file);
  const tries = [
    ...[forge.util.encodeUtf8, asLatin1].map((encoded) => () => open(contents, password, encoded)),
    // An empty password and none at all are different passwords, which tools do not tell apart.
    ...(password === '' ? [() => open(contents, undefined, forge.util.encodeUtf8)] : []),
  ];
  let problem: unknown;
  for (const attempt of tries) {
    try {
      return attempt();
    } catch (error) {
      problem ??= error;
    }
  }
  throw new Unreadable(
    isUnsupported(problem)
      ? 'The PKCS#12 file is protected in a way that cannot be read: export it with AES, or enter PEM'
      : 'The PKCS#12 file cannot be opened with this password',
  );
};

/** Ciphers of PKCS#5 take bytes, those of PKCS#12 the characters of the password. */
const open = (
  contents: forge.asn1.Asn1,
  password: string | undefined,
  encoded: (text: string) => string,
): readonly Bag[] =>
  withPbes2Password(encoded(password ?? ''), () =>
    forge.pkcs12.pkcs12FromAsn1(contents, false, password).safeContents.flatMap(({ safeBags }) => safeBags),
  );

/** Some older tools write the bytes of Latin-1. */
const asLatin1 = (text: string): string => text;

/**
 * Without the code that proves the file whole, whose newer forms the library does not know: a wrong password gives no
 * key, and a key proves itself by its certificate.
 */
const contentsOf = (file: Buffer): forge.asn1.Asn1 => {
  const parsed = asn1In(file.toString('latin1'));
  if (parsed?.type !== forge.asn1.Type.SEQUENCE || !Array.isArray(parsed.value))
    throw new Unreadable('It is no PKCS#12 file');
  return { ...parsed, value: parsed.value.slice(0, 2) };
};

/** Also with lengths that are left open, as some tools write them. */
const asn1In = (der: string): forge.asn1.Asn1 | undefined => {
  try {
    return forge.asn1.fromDer(der, false);
  } catch {
    return undefined;
  }
};

const isUnsupported = (error: unknown): boolean => error instanceof Error && 'oid' in error;
