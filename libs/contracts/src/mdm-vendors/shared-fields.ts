import { z } from 'zod';
import { described, type FieldWords } from './described-field.ts';

const partsThatNoAddressHas = /[?#\s\p{Cc}]|^https?:\/*[^/]*@/iu;

/** An address of an MDM, without a slash at its end. Whether it may be called is for mdm-push to say. */
export const addressSchema = z
  .url({ protocol: /^https?$/, error: 'must be an address that starts with https://' })
  .max(2_048)
  .refine((url) => !partsThatNoAddressHas.test(url), 'must have no user name, no `?`, no `#` and no spaces')
  .overwrite((url) => url.replace(/\/+$/, ''));

/** Of a server whose API has paths of its own: one that is typed along would lead elsewhere. */
export const serverAddressSchema = addressSchema.regex(
  /^https?:\/\/[^/\\]+$/i,
  'must be the address of the server alone: leave out the path behind it',
);

/** In the one letter case that they are compared in. */
export const uuidFieldSchema = z.guid().toLowerCase();

export const clientSecretSchema = z.string().min(1).max(512);
export const accountNameSchema = z.string().min(1).max(256);

export const certificateAuthoritiesField = described(
  z
    .string()
    .max(131_072)
    .regex(/^\s*-----BEGIN CERTIFICATE-----/, 'must be certificates in PEM')
    .refine((text) => !text.includes('PRIVATE KEY'), 'must not hold a private key')
    .optional(),
  {
    label: 'Certificate authorities',
    help: 'Trusted for this connection beside the public ones: of a private authority, or of a proxy that opens TLS. In PEM',
    contentMediaType: 'application/x-pem-file',
  },
);

const pemWords = { contentMediaType: 'application/x-pem-file' } as const;

/** PEM: the certificate and its RSA key, which is not encrypted. */
export const pemFields = {
  certificate: described(z.string().min(1).max(16_384), {
    ...pemWords,
    label: 'Certificate',
    help: 'The certificate that the MDM knows, in PEM',
    example: '-----BEGIN CERTIFICATE-----\nMIIC…\n-----END CERTIFICATE-----',
  }),
  privateKey: described(z.string().min(1).max(16_384), {
    ...pemWords,
    label: 'Private key',
    help: 'The RSA key of the certificate, in PEM and not encrypted',
    secret: true,
  }),
};

/** As tools print it: wrapped at any width, with either kind of line end. */
const base64FileSchema = z
  .string()
  .max(98_304)
  .overwrite((text) => text.replace(/[ \t\r\n]/g, ''))
  .min(1)
  .max(65_536)
  .regex(z.regexes.base64, 'must be base64');

/** The certificate and its RSA key as the file that consoles export (.p12, .pfx), in base64, and the password of the file. */
export const pkcs12Fields = {
  pkcs12: described(base64FileSchema, {
    label: 'PKCS#12 file',
    help: 'The certificate and its RSA key in one file (.p12 or .pfx), in base64',
    secret: true,
    contentMediaType: 'application/x-pkcs12',
  }),
  pkcs12Password: described(z.string().max(512).default(''), {
    label: 'Password of the file',
    help: 'Empty where the file has none',
    secret: true,
  }),
};

export const userNameField = (words: Pick<FieldWords, 'help' | 'whereToFind' | 'example'>) =>
  described(accountNameSchema, { label: 'User name', ...words });

export const passwordField = described(z.string().min(1).max(512), {
  label: 'Password',
  help: 'Of that user',
  secret: true,
});
