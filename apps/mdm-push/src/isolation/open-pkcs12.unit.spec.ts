import { createPrivateKey } from 'node:crypto';
import { pkcs12Of, selfSignedCertificate } from '../fixtures/self-signed-certificate.ts';
import { openPkcs12 } from './open-pkcs12.ts';

const pair = selfSignedCertificate();
const legacy = ['-legacy', '-certpbe', 'PBE-SHA1-RC2-40', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'];
const tripleDes = ['-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'];
const mixed = ['-certpbe', 'AES-256-CBC', '-keypbe', 'PBE-SHA1-3DES'];
const mixedOtherwise = ['-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'AES-128-CBC'];

const protections: readonly (readonly [string, readonly string[]])[] = [
  ['AES, as OpenSSL 3 exports it', []],
  ['AES-192 with SHA-512', ['-certpbe', 'AES-192-CBC', '-keypbe', 'AES-192-CBC', '-macalg', 'sha512']],
  ['triple DES', tripleDes],
  ['the ciphers of older consoles', legacy],
  ['AES for the certificate, triple DES for the key', mixed],
  ['triple DES for the certificate, AES for the key', mixedOtherwise],
  ['no integrity check', ['-nomac']],
  ['an unprotected certificate', ['-certpbe', 'NONE']],
];

const passwords = [
  'file-password',
  'Größe-1!',
  'пароль',
  '密码🔑',
  'a b\tc',
  '"\'`$%\\',
  '',
  'x'.repeat(200),
];

describe('a PKCS#12 file', () => {
  describe.each(protections)('with %s', (_, options) => {
    it.each(passwords)('is opened with the password %j', (password) => {
      const opened = openPkcs12({ pkcs12: pkcs12Of(pair, password, options), pkcs12Password: password });
      expect(opened.certificate.replaceAll(/\s/g, '')).toBe(pair.certificate.replaceAll(/\s/g, ''));
      expect(createPrivateKey(opened.privateKey).equals(createPrivateKey(pair.privateKey))).toBe(true);
    });
  });

  it('gives the certificate of its key, also beside that of the authority', () => {
    const authority = selfSignedCertificate();
    const bundle = { ...pair, certificate: `${authority.certificate}${pair.certificate}` };
    const { certificate } = openPkcs12({ pkcs12: pkcs12Of(bundle, 'x'), pkcs12Password: 'x' });
    expect(certificate.replaceAll(/\s/g, '')).toBe(pair.certificate.replaceAll(/\s/g, ''));
  });

  it.each([
    ['another password', pkcs12Of(pair, 'file-password'), 'cannot be opened with this password'],
    [
      'a password that differs in an accent',
      pkcs12Of(pair, 'top-sécret'),
      'cannot be opened with this password',
    ],
    ['no PKCS#12 file', 'bm9uZQ==', 'is no PKCS#12 file'],
    ['nothing', '', 'is no PKCS#12 file'],
    [
      'a key that is not RSA',
      pkcs12Of(selfSignedCertificate(['ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1']), 'top-secret'),
      'holds no RSA key',
    ],
    ['deep nesting', nested(30_000), 'PKCS#12 file'],
  ])('is refused with its reason, which quotes nothing: %s', (_, pkcs12, reason) => {
    const open = () => openPkcs12({ pkcs12, pkcs12Password: 'top-secret' });
    expect(open).toThrow(expect.objectContaining({ name: 'Unreadable' }) as Error);
    expect(open).toThrow(reason);
    expect(open).not.toThrow('top-secret');
  });
});

/** Sequences of indefinite length, each in the other. */
function nested(depth: number): string {
  return Buffer.alloc(depth * 2, Buffer.from([0x30, 0x80])).toString('base64');
}
