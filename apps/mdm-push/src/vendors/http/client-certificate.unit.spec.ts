import { createPrivateKey } from 'node:crypto';
import {
  expiredCertificate,
  pkcs12Of,
  selfSignedCertificate,
} from '../../fixtures/self-signed-certificate.ts';
import { openClientCertificate, problemWithClientCertificate, requireValid } from './client-certificate.ts';

const pair = selfSignedCertificate();
const password = 'file-password';
const legacy = ['-legacy', '-certpbe', 'PBE-SHA1-RC2-40', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'];

describe('a certificate that a connection signs in with', () => {
  it.each([
    ['PEM', () => pair],
    ['PKCS#12 with AES', () => ({ pkcs12: pkcs12Of(pair, password), pkcs12Password: password })],
    [
      'PKCS#12 with the ciphers of older consoles',
      () => ({ pkcs12: pkcs12Of(pair, password, legacy), pkcs12Password: password }),
    ],
    ['PKCS#12 without a password', () => ({ pkcs12: pkcs12Of(pair, ''), pkcs12Password: '' })],
  ])('is read as %s', (_, given) => {
    const opened = openClientCertificate(given());
    expect(opened.certificate.subject).toBe('CN=mdm-gate test');
    expect(opened.privateKey.equals(createPrivateKey(pair.privateKey))).toBe(true);
  });

  it('is found in a file that also holds its authority', () => {
    const authority = selfSignedCertificate();
    const bundle = { ...pair, certificate: `${pair.certificate}${authority.certificate}` };
    const given = { pkcs12: pkcs12Of(bundle, password), pkcs12Password: password };
    expect(openClientCertificate(given).certificate.toString()).toBe(pair.certificate);
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
    [
      'PKCS#12 with a key that is not RSA',
      {
        pkcs12: pkcs12Of(selfSignedCertificate(['ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1']), password),
        pkcs12Password: password,
      },
      'no RSA key',
    ],
    ['no PKCS#12', { pkcs12: 'bm9uZQ==', pkcs12Password: password }, 'no PKCS#12 file'],
    ['another password', { pkcs12: pkcs12Of(pair, password), pkcs12Password: 'top-secret' }, 'this password'],
    [
      'a file that would hold us up',
      { pkcs12: pkcs12Of(pair, password, ['-iter', '60000']), pkcs12Password: password },
      'more than 50000 rounds',
    ],
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
