import { randomBytes } from 'node:crypto';
import { Digester, Keyring, SealedBox } from '@mdm-gate/encryption';
import { TokenVault } from './token-vault.ts';

const keyring = () =>
  Keyring.fromConfig(JSON.stringify({ current: 'k', keys: { k: randomBytes(32).toString('base64url') } }));
const value = 'a-value-that-two-may-have';

describe('the fingerprint of a value', () => {
  const vault = new TokenVault(new SealedBox(keyring()), new Digester(keyring()));
  const fingerprintIn = (organizationId: string, of = value) =>
    vault.store(organizationId, '01930000-0000-7000-8000-000000000001', of).fingerprint;

  it('tells values of one organization apart, and is the same for the same value', () => {
    expect(fingerprintIn('acme')).toBe(fingerprintIn('acme'));
    expect(fingerprintIn('acme')).not.toBe(fingerprintIn('acme', `${value}!`));
  });

  it('does not tell that two organizations have the same value', () => {
    expect(fingerprintIn('acme')).not.toBe(fingerprintIn('globex'));
  });
});
