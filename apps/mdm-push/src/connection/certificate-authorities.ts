import { X509Certificate } from 'node:crypto';

const certificatesIn = /-----BEGIN CERTIFICATE-----[^-]*(?:-----END CERTIFICATE-----)?/g;

/** What is wrong with certificates in PEM that a connection trusts; null when all can be read. */
export const problemWithAuthorities = (text = ''): string | null => {
  const unreadable = (text.match(certificatesIn) ?? []).findIndex((pem) => !isCertificate(pem));
  return unreadable === -1 ? null : `certificate ${unreadable + 1} cannot be read`;
};

const isCertificate = (pem: string): boolean => {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
};
