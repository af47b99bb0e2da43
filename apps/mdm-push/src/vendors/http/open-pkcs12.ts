import { createPrivateKey, X509Certificate } from 'node:crypto';
import forge from 'node-forge';
import { CertificateUnreadable } from './certificate-unreadable.ts';
import type { ClientCertificate } from './client-certificate.ts';

/**
 * Node has no reader for it: node-forge has one, also for the ciphers that consoles and Windows still write.
 * Throws CertificateUnreadable.
 */
export const openPkcs12 = (given: { pkcs12: string; pkcs12Password: string }): ClientCertificate => {
  const { certificates, key } = bagsOf(given);
  if (key === undefined) throw new CertificateUnreadable('The PKCS#12 file holds no RSA key');
  const privateKey = createPrivateKey(forge.pki.privateKeyToPem(key));
  const certificate = certificates
    .map((each) => new X509Certificate(forge.pki.certificateToPem(each)))
    .find((each) => each.checkPrivateKey(privateKey));
  if (certificate === undefined)
    throw new CertificateUnreadable('The PKCS#12 file holds no certificate of its key');
  return { certificate, privateKey };
};

interface Bags {
  readonly certificates: readonly forge.pki.Certificate[];
  readonly key: forge.pki.rsa.PrivateKey | undefined;
}

const bagsOf = (given: { pkcs12: string; pkcs12Password: string }): Bags => {
  const file = parsed(Buffer.from(given.pkcs12, 'base64').toString('latin1'));
  if (file === undefined) throw new CertificateUnreadable('It is no PKCS#12 file');
  if (roundsIn(file) > roundsMax)
    throw new CertificateUnreadable(
      `The PKCS#12 file is protected with more than ${roundsMax} rounds: export it again, or enter PEM`,
    );
  try {
    const bags = forge.pkcs12
      .pkcs12FromAsn1(file, false, given.pkcs12Password)
      .safeContents.flatMap(({ safeBags }) => safeBags);
    return {
      certificates: bags.flatMap(({ cert }) => cert ?? []),
      key: bags.flatMap(({ key }) => key ?? [])[0],
    };
  } catch {
    throw new CertificateUnreadable('The PKCS#12 file cannot be opened with this password');
  }
};

/** Rounds are computed while nothing else runs here: consoles and OpenSSL write about 2,000. */
const roundsMax = 50_000;

/** The largest number of rounds that the file's visible parts ask for: it stands right after a salt. */
const roundsIn = ({ value }: forge.asn1.Asn1): number => {
  if (!Array.isArray(value)) return roundsInText(value);
  return Math.max(0, ...value.map(roundsIn), ...value.map((node, place) => roundsAt(value, node, place)));
};

const roundsInText = (text: string): number => {
  const inner = text.startsWith('0') ? parsed(text) : undefined;
  return inner === undefined ? 0 : roundsIn(inner);
};

const roundsAt = (siblings: readonly forge.asn1.Asn1[], node: forge.asn1.Asn1, place: number): number =>
  place > 0 &&
  siblings[place - 1]?.type === forge.asn1.Type.OCTETSTRING &&
  node.type === forge.asn1.Type.INTEGER &&
  typeof node.value === 'string'
    ? Number.parseInt(Buffer.from(node.value, 'latin1').toString('hex'), 16)
    : 0;

const parsed = (der: string): forge.asn1.Asn1 | undefined => {
  try {
    return forge.asn1.fromDer(der);
  } catch {
    return undefined;
  }
};
