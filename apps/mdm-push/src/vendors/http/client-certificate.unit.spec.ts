import { createPrivateKey } from 'node:crypto';
import forge from 'node-forge';
import { expiredCertificate, selfSignedCertificate } from '../../fixtures/self-signed-certificate.ts';
import { openClientCertificate, problemWithClientCertificate, requireValid } from './client-certificate.ts';

const pair = selfSignedCertificate();
const withLines = (end: string) => ({
  certificate: pair.certificate.replaceAll('\n', end),
  privateKey: pair.privateKey.replaceAll('\n', end),
});
/** Numbers of that size, of no real key: making one takes minutes. */
const hugeKey = () => {
  const number = (bits: number) => new forge.jsbn.BigInteger('f'.repeat(bits / 4), 16);
  const [whole, half] = [number(8_200), number(4_100)];
  const key = forge.pki.setRsaPrivateKey(whole, number(16), whole, half, half, half, half, half);
  return forge.pki.privateKeyToPem(key);
};
const encryptedKey = createPrivateKey(pair.privateKey)
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'top-secret' })
  .toString();

describe('a certificate that a connection signs in with', () => {
  it.each([
    ['as it is', pair],
    ['with line ends of Windows', withLines('\r\n')],
    [
      'with a byte order mark',
      { certificate: `\uFEFF${pair.certificate}`, privateKey: `\uFEFF${pair.privateKey}` },
    ],
    ['with words before it', { ...pair, certificate: `subject=CN = x\n\n${pair.certificate}` }],
  ])('is read %s', (_, given) => {
    const opened = openClientCertificate(given);
    expect(opened.certificate.subject).toBe('CN=mdm-gate test');
    expect(opened.privateKey.equals(createPrivateKey(pair.privateKey))).toBe(true);
    expect(problemWithClientCertificate(given)).toBeNull();
  });

  it.each([
    ['no PEM', { certificate: 'x', privateKey: 'top-secret' }, 'both are to be PEM'],
    [
      'another key',
      { ...pair, privateKey: selfSignedCertificate().privateKey },
      'not that of the certificate',
    ],
    [
      'a key that is not RSA',
      selfSignedCertificate(['ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1']),
      'not an RSA key',
    ],
    ['an encrypted key', { ...pair, privateKey: encryptedKey }, 'not encrypted'],
    ['a key that signs too slowly', { ...pair, privateKey: hugeKey() }, 'more than 8192 bits'],
  ])('is refused with its reason, which quotes nothing: %s', (_, given, reason) => {
    const problem = problemWithClientCertificate(given);
    expect(problem).toContain(reason);
    expect(problem).not.toContain('top-secret');
    expect(() => openClientCertificate(given)).toThrow(/credentials-refused/);
  });

  it('that has expired is told by its day', () => {
    const opened = openClientCertificate(expiredCertificate());
    expect(() => {
      requireValid(opened, new Date('2026-01-01T00:00:00Z'));
    }).toThrow(/credentials-refused.*expired on 2026-01-01/);
    requireValid(opened, new Date('2025-12-31T23:59:59Z'));
  });

  it('that is not valid yet is told by its day, but for what clocks may differ', () => {
    const opened = openClientCertificate(expiredCertificate());
    requireValid(opened, new Date('2024-12-31T23:56:00Z'));
    expect(() => {
      requireValid(opened, new Date('2024-12-31T23:50:00Z'));
    }).toThrow(/valid only from 2025-01-01/);
  });
});
