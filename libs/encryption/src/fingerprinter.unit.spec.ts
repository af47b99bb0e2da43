import { randomBytes } from 'node:crypto';
import { Digester } from './digester.ts';
import { Fingerprinter } from './fingerprinter.ts';
import { Keyring } from './keyring.ts';

const keyring = () =>
  Keyring.fromConfig(JSON.stringify({ current: 'k', keys: { k: randomBytes(32).toString('base64url') } }));

describe('a fingerprint', () => {
  const keys = keyring();
  const fingerprinter = new Fingerprinter(keys, 'a test');

  it('is the same for equal values of one owner', () => {
    expect(fingerprinter.fingerprint('acme', 'value')).toBe(fingerprinter.fingerprint('acme', 'value'));
    expect(fingerprinter.fingerprint('acme', 'value')).toMatch(/^[\w-]{8}$/);
  });

  it.each([
    ['another value', () => fingerprinter.fingerprint('acme', 'valuf')],
    ['another owner', () => fingerprinter.fingerprint('acmf', 'value')],
    ['what is cut elsewhere', () => fingerprinter.fingerprint('acm', 'evalue')],
    ['another purpose', () => new Fingerprinter(keys, 'another').fingerprint('acme', 'value')],
    ['another key', () => new Fingerprinter(keyring(), 'a test').fingerprint('acme', 'value')],
    ['the digest', () => new Digester(keys).digest('value').digest.slice(0, 8)],
  ])('is another for %s', (_, other) => {
    expect(other()).not.toBe(fingerprinter.fingerprint('acme', 'value'));
  });
});
