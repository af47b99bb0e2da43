import { X509Certificate } from 'node:crypto';
import { z } from 'zod';

function isCertificate(pem: string): boolean {
  try {
    return pem.startsWith('-----BEGIN CERTIFICATE-----') && new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}

/** PEM of a certificate that requests may be signed with. */
export const certificateSchema = z
  .string()
  .max(16_384)
  .refine(isCertificate, 'has to be a certificate in PEM');
