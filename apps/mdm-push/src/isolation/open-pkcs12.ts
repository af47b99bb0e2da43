import { createPrivateKey, X509Certificate } from 'node:crypto';
import forge from 'node-forge';
import { bagsIn, type Bag } from './pkcs12-bags.ts';
import { Unreadable } from './unreadable.ts';

export interface GivenPkcs12 {
  /** Base64. */
  readonly pkcs12: string;
  readonly pkcs12Password: string;
}

/** PEM. */
export interface OpenedPkcs12 {
  readonly certificate: string;
  readonly privateKey: string;
}

/** Throws Unreadable. */
export const openPkcs12 = ({ pkcs12, pkcs12Password }: GivenPkcs12): OpenedPkcs12 => {
  const bags = bagsIn(Buffer.from(pkcs12, 'base64'), pkcs12Password);
  const privateKey = keyIn(bags);
  const certificate = bags
    .flatMap(({ cert }) => (cert ? [forge.pki.certificateToPem(cert)] : []))
    .find((each) => isOfKey(each, privateKey));
  if (certificate === undefined) throw new Unreadable('The PKCS#12 file holds no certificate of its key');
  return { certificate, privateKey };
};

const keyIn = (bags: readonly Bag[]): string => {
  const [key] = bags.flatMap((bag) => bag.key ?? []);
  if (key === undefined) throw new Unreadable('The PKCS#12 file holds no RSA key');
  return forge.pki.privateKeyToPem(key);
};

const isOfKey = (certificate: string, privateKey: string): boolean =>
  new X509Certificate(certificate).checkPrivateKey(createPrivateKey(privateKey));
