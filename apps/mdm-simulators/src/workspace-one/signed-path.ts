import { X509Certificate } from 'node:crypto';
import { Certificate, ContentInfo, IssuerAndSerialNumber, SignedData } from 'pkijs';

const SIGNED_DATA = '1.2.840.113549.1.7.2';

const bytesOf = (buffer: Buffer): ArrayBuffer => Uint8Array.from(buffer).buffer;

const readCertificate = (pem: string): Certificate =>
  Certificate.fromBER(bytesOf(new X509Certificate(pem).raw));

function signedDataOf(der: Buffer): SignedData | null {
  try {
    const info = ContentInfo.fromBER(bytesOf(der));
    const schema: unknown = info.content;
    return info.contentType === SIGNED_DATA ? new SignedData({ schema }) : null;
  } catch {
    return null;
  }
}

function isOnlySigner(certificate: Certificate, { signerInfos }: SignedData): boolean {
  const [{ sid } = { sid: null }, second] = signerInfos;
  return (
    second === undefined &&
    sid instanceof IssuerAndSerialNumber &&
    sid.issuer.isEqual(certificate.issuer) &&
    sid.serialNumber.isEqual(certificate.serialNumber)
  );
}

function isValidAt({ notBefore, notAfter }: Certificate, now: number): boolean {
  return notBefore.value.getTime() - 300_000 <= now && now < notAfter.value.getTime();
}

/** Whether this is a detached signature over the path alone, made with the key of a certificate that is still valid. */
export async function isSignedPath(
  path: string,
  signature: string,
  certificatePem: string,
  now: number,
): Promise<boolean> {
  const certificate = readCertificate(certificatePem);
  const message = signedDataOf(Buffer.from(signature, 'base64'));
  const isDetached = message?.encapContentInfo.eContent === undefined;
  if (
    message === null ||
    !isDetached ||
    !isOnlySigner(certificate, message) ||
    !isValidAt(certificate, now)
  ) {
    return false;
  }
  // What the message brings along is not trusted: only the registered certificate counts.
  message.certificates = [certificate];
  try {
    return await message.verify({ signer: 0, data: bytesOf(Buffer.from(path, 'utf8')), checkChain: false });
  } catch {
    return false;
  }
}
