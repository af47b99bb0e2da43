import { z } from 'zod';

/** An address of an MDM, without a slash at its end. Whether it may be called is the outbound policy's business. */
export const addressSchema = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));

/** Certificates in PEM that are trusted for this connection beside the public ones: of a private authority or a proxy. */
export const certificateAuthoritiesSchema = z
  .string()
  .max(131_072)
  .regex(/^\s*-----BEGIN CERTIFICATE-----/, 'must be certificates in PEM')
  .refine((text) => !text.includes('PRIVATE KEY'), 'must not hold a private key')
  .optional();
