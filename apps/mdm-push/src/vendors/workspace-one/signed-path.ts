import { constants, privateEncrypt, type KeyObject } from 'node:crypto';
import forge from 'node-forge';
import type { ClientCertificate } from '../http/client-certificate.ts';

const { oids } = forge.pki;

/** In the order that DER wants of a set, as strict readers sort them before they verify. */
const signedAttributes = [
  { type: oids.contentType ?? '', value: oids.data },
  { type: oids.signingTime ?? '' },
  { type: oids.messageDigest ?? '' },
];

/**
 * The `Authorization` of a request by certificate: a detached CMS signature over the path, without the query.
 * docs/adr/0007-workspace-one-signs-the-path.md says what that rests on.
 */
export const signedPath = (url: string, signer: ClientCertificate): string => {
  const certificate = signer.certificate.toString();
  const message = forge.pkcs7.createSignedData();
  message.content = forge.util.createBuffer(new URL(url).pathname, 'utf8');
  message.addCertificate(certificate);
  message.addSigner({
    key: nativeKey(signer.privateKey),
    certificate,
    digestAlgorithm: oids.sha256 ?? '',
    authenticatedAttributes: signedAttributes,
  });
  message.sign({ detached: true });
  const der = forge.asn1.toDer(message.toAsn1()).getBytes();
  return `CMSURL\`1 ${Buffer.from(der, 'latin1').toString('base64')}`;
};

/** The `DigestInfo` of SHA-256 before its 32 bytes, RFC 8017 §9.2. */
const sha256Prefix = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** The library's own arithmetic holds up everything else for 50 ms a signature; Node's takes one. */
const nativeKey = (privateKey: KeyObject): forge.pki.rsa.PrivateKey => {
  const pem = privateKey.export({ type: 'pkcs1', format: 'pem' });
  const key = forge.pki.privateKeyFromPem(pem.toString());
  key.sign = (digest) => {
    const bytes = typeof digest === 'string' ? digest : digest.digest().getBytes();
    const info = Buffer.concat([sha256Prefix, Buffer.from(bytes, 'latin1')]);
    return privateEncrypt({ key: privateKey, padding: constants.RSA_PKCS1_PADDING }, info).toString('latin1');
  };
  return key;
};
