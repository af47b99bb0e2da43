import { z } from 'zod';
import { problemWithClientCertificate, type GivenClientCertificate } from './client-certificate.ts';

/** PEM: the certificate and its RSA key, which is not encrypted. */
export const pemFields = {
  certificate: z.string().min(1).max(16_384),
  privateKey: z.string().min(1).max(16_384),
};

/** The certificate and its RSA key as the file that consoles export (.p12, .pfx), in base64, and the password of the file. */
export const pkcs12Fields = {
  pkcs12: z.base64().min(1).max(65_536),
  pkcs12Password: z.string().max(512),
};

/** What can never be used is refused when it is entered. An expired one is told by its use, as it also expires later. */
export const refuseUnreadable = (given: GivenClientCertificate, context: z.RefinementCtx): void => {
  const message = problemWithClientCertificate(given);
  if (message !== null) {
    context.addIssue({ code: 'custom', path: ['pkcs12' in given ? 'pkcs12' : 'certificate'], message });
  }
};
