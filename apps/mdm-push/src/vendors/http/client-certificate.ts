import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { DeliveryProblem } from '../delivery-problem.ts';
import { openPkcs12 } from './open-pkcs12.ts';
import { CertificateUnreadable } from './certificate-unreadable.ts';

/** How a connection is given its certificate; see client-certificate.schema.ts. */
export type GivenClientCertificate =
  | { readonly certificate: string; readonly privateKey: string }
  | { readonly pkcs12: string; readonly pkcs12Password: string };

export interface ClientCertificate {
  readonly certificate: X509Certificate;
  readonly privateKey: KeyObject;
}

/** Throws CertificateUnreadable. */
const readClientCertificate = (given: GivenClientCertificate): ClientCertificate => {
  const pair = 'pkcs12' in given ? openPkcs12(given) : readPem(given);
  if (pair.privateKey.asymmetricKeyType !== 'rsa')
    throw new CertificateUnreadable('The private key is not an RSA key');
  if (!pair.certificate.checkPrivateKey(pair.privateKey))
    throw new CertificateUnreadable('The private key is not that of the certificate');
  return pair;
};

/** The reason would quote the key: it is not handed on. */
const readPem = (given: { certificate: string; privateKey: string }): ClientCertificate => {
  try {
    return {
      certificate: new X509Certificate(given.certificate),
      privateKey: createPrivateKey(given.privateKey),
    };
  } catch {
    throw new CertificateUnreadable('The certificate or its private key cannot be read: both are to be PEM');
  }
};

/** What is wrong with it for good; null when it can be read. */
export const problemWithClientCertificate = (given: GivenClientCertificate): string | null => {
  try {
    readClientCertificate(given);
    return null;
  } catch (error) {
    if (error instanceof CertificateUnreadable) return error.message;
    throw error;
  }
};

/** Throws DeliveryProblem `credentials-refused` when it cannot be read. */
export const openClientCertificate = (given: GivenClientCertificate): ClientCertificate => {
  try {
    return readClientCertificate(given);
  } catch (error) {
    if (error instanceof CertificateUnreadable)
      throw new DeliveryProblem('credentials-refused', error.message);
    throw error;
  }
};

/** Throws DeliveryProblem `credentials-refused` when it is not valid now: no vendor needs to be asked. */
export const requireValid = ({ certificate }: ClientCertificate, now: Date): void => {
  if (certificate.validToDate.getTime() <= now.getTime())
    throw new DeliveryProblem(
      'credentials-refused',
      `The certificate of the connection expired on ${dayOf(certificate.validToDate)}: make a new one in the MDM and enter it`,
    );
  if (certificate.validFromDate.getTime() > now.getTime() + clockDifferenceMaxMs)
    throw new DeliveryProblem(
      'credentials-refused',
      `The certificate of the connection is valid only from ${dayOf(certificate.validFromDate)}`,
    );
};

/** One that was made a moment ago, by a clock that is ahead of ours, is taken. */
const clockDifferenceMaxMs = 300_000;

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);
