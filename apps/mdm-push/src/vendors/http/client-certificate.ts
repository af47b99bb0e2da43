import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { DeliveryProblem } from '../delivery-problem.ts';

/** PEM: how a certificate and its key are kept, however they were given. */
export interface GivenClientCertificate {
  readonly certificate: string;
  readonly privateKey: string;
}

export interface ClientCertificate {
  readonly certificate: X509Certificate;
  readonly privateKey: KeyObject;
}

/** What is wrong with it for good; null when it can be used. */
export const problemWithClientCertificate = (given: GivenClientCertificate): string | null => {
  const pair = readPem(given);
  return pair === null
    ? 'The certificate or its private key cannot be read: both are to be PEM, the key not encrypted'
    : problemWithPair(pair);
};

/** Throws DeliveryProblem `credentials-refused` when it cannot be used. */
export const openClientCertificate = (given: GivenClientCertificate): ClientCertificate => {
  const pair = readPem(given);
  const problem = pair === null ? problemWithClientCertificate(given) : problemWithPair(pair);
  if (pair === null || problem !== null)
    throw new DeliveryProblem('credentials-refused', problem ?? undefined);
  return pair;
};

/** Signing with a larger one holds up everything else. */
const keyBitsMax = 8_192;

const problemWithPair = ({ certificate, privateKey }: ClientCertificate): string | null => {
  if (privateKey.asymmetricKeyType !== 'rsa') return 'The private key is not an RSA key';
  if ((privateKey.asymmetricKeyDetails?.modulusLength ?? 0) > keyBitsMax)
    return `The private key has more than ${keyBitsMax} bits`;
  return certificate.checkPrivateKey(privateKey) ? null : 'The private key is not that of the certificate';
};

/** The reason would quote the key: it is not handed on. */
const readPem = (given: GivenClientCertificate): ClientCertificate | null => {
  try {
    return {
      certificate: new X509Certificate(withoutByteOrderMark(given.certificate)),
      privateKey: createPrivateKey(withoutByteOrderMark(given.privateKey)),
    };
  } catch {
    return null;
  }
};

/** Editors of Windows write one in front. */
const withoutByteOrderMark = (text: string): string => text.replace(/^\uFEFF/, '');

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
