/** What is wrong with a certificate or its key, for an administrator; never quotes either. */
export class CertificateUnreadable extends Error {
  override readonly name = 'CertificateUnreadable';
}
