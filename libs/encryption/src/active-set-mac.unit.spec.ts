import { randomBytes } from 'node:crypto';
import { activeSetSchema, type ActiveSetContent } from '@mdm-gate/contracts';
import { ActiveSetMac } from './active-set-mac.ts';
import { Digester } from './digester.ts';
import { Keyring } from './keyring.ts';

const key = () => randomBytes(32).toString('base64url');
const keys = { old: key(), next: key() };
const keyring = (current: string, held: Readonly<Record<string, string>>) =>
  Keyring.fromConfig(JSON.stringify({ current, keys: held }));
const macs = new ActiveSetMac(keyring('old', keys));

const content: ActiveSetContent = {
  lineage: '01930000-0000-7000-8000-000000000001',
  version: 7,
  policy: { mode: 'enforce', effectiveFrom: null, mdmIntegrated: true },
  connectionIds: ['01930000-0000-7000-8000-00000000000a'],
  tokens: [
    {
      tokenId: '01930000-0000-7000-8000-000000000002',
      state: 'active',
      digest: 'a'.repeat(43),
      digestKeyId: 'old',
      connectionId: null,
      notAfter: null,
      createdAt: '2026-11-24T12:00:00.000Z',
    },
  ],
};
const genuine = macs.add('acme', content);
const [token] = content.tokens;

describe('the MAC of an active set', () => {
  it('is the same for the same content, in whatever order its fields are, and is found genuine', () => {
    const shuffled = Object.fromEntries(Object.entries(genuine).reverse());
    expect(macs.isGenuine('acme', shuffled)).toBe(true);
    expect(macs.add('acme', structuredClone(content))).toEqual(genuine);
    expect(macs.isGenuine('acme', activeSetSchema.parse(JSON.parse(JSON.stringify(genuine))))).toBe(true);
  });

  it.each([
    ['another organization', 'other', genuine],
    ['another lineage', 'acme', { ...genuine, lineage: '01930000-0000-7000-8000-000000000009' }],
    ['another version', 'acme', { ...genuine, version: 8 }],
    ['another mode', 'acme', { ...genuine, policy: { ...genuine.policy, mode: 'off' } }],
    ['no MDM', 'acme', { ...genuine, policy: { ...genuine.policy, mdmIntegrated: false } }],
    ['another connection', 'acme', { ...genuine, connectionIds: [] }],
    ['no token', 'acme', { ...genuine, tokens: [] }],
    ['a token in another state', 'acme', { ...genuine, tokens: [{ ...token, state: 'revoked' }] }],
    ['a field more', 'acme', { ...genuine, forgotten: true }],
    ['a field more within', 'acme', { ...genuine, tokens: [{ ...token, since: 'ever' }] }],
    ['no MAC', 'acme', content],
    ['an empty MAC', 'acme', { ...genuine, mac: '' }],
    ['a key that nobody has', 'acme', { ...genuine, macKeyId: 'nobody' }],
    ['another key', 'acme', { ...genuine, macKeyId: 'next' }],
    ['nothing', 'acme', undefined],
    ['a text', 'acme', 'set'],
  ])('does not fit %s', (_, organizationId, set) => {
    expect(macs.isGenuine(organizationId, set)).toBe(false);
  });

  it('covers fields of a later version that are not known here', () => {
    const later = macs.add('acme', { ...content, ...{ since: 'later' } });
    expect(macs.isGenuine('acme', activeSetSchema.parse(later))).toBe(true);
    expect(macs.isGenuine('acme', { ...later, since: 'ever' })).toBe(false);
  });

  it('outlives a new key, and ends with the one it was made under', () => {
    const rotated = new ActiveSetMac(keyring('next', keys));
    expect(rotated.isGenuine('acme', genuine)).toBe(true);
    expect(rotated.add('acme', content).macKeyId).toBe('next');
    expect(rotated.add('acme', content, 'old')).toEqual(genuine);
    const withoutOld = new ActiveSetMac(keyring('next', { next: keys.next }));
    expect(withoutOld.isGenuine('acme', genuine)).toBe(false);
    expect(() => withoutOld.add('acme', content, 'old')).toThrow('no digest key "old"');
  });

  it('is under a key that digests no values', () => {
    const digester = new Digester(keyring('old', keys));
    const text = JSON.stringify({ organizationId: 'acme' });
    expect(digester.digest(text).digest).not.toBe(macs.add('acme', content).mac);
    expect(JSON.stringify(macs)).not.toContain(keys.old);
  });
});
