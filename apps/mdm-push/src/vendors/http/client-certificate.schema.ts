import type { z } from 'zod';
import { problemWithClientCertificate, type GivenClientCertificate } from './client-certificate.ts';

/** What can never be used is refused when it is entered. An expired one is told by its use, as it also expires later. */
export const refuseUnreadable = (
  given: GivenClientCertificate | { readonly clientSecret: string } | { readonly username: string },
  context: z.RefinementCtx,
): void => {
  if (!('pkcs12' in given) && !('certificate' in given)) return;
  const message = problemWithClientCertificate(given);
  if (message !== null) {
    context.addIssue({ code: 'custom', path: ['pkcs12' in given ? 'pkcs12' : 'certificate'], message });
  }
};
