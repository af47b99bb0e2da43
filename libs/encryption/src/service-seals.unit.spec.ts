import { randomBytes } from 'node:crypto';
import { Keyring } from './keyring.ts';
import { publicSealingKey, sealingKeySchema, ServiceSeals, UnreadableSeal } from './service-seals.ts';

const keys: Record<string, string> = {};
const ring = (current: string, ...others: readonly string[]): Keyring =>
  Keyring.fromConfig(
    JSON.stringify({
      current,
      keys: Object.fromEntries(
        [current, ...others].map((id) => [id, (keys[id] ??= randomBytes(32).toString('base64url'))]),
      ),
    }),
  );

describe('what is sealed for one service', () => {
  const text = '{"value":"a secret that nobody else may read"}';
  const senderTo = (publicKey: string) => new ServiceSeals(ring('of-sender'), { reader: publicKey });
  const reader = new ServiceSeals(ring('one'), {});
  const sealed = senderTo(publicSealingKey(ring('one'))).seal('reader', text, 'mdm.a');

  it('is read by it alone, and shows nothing of itself', () => {
    expect(reader.open(sealed, 'mdm.a')).toBe(text);
    expect(() => new ServiceSeals(ring('other'), {}).open(sealed, 'mdm.a')).toThrow(UnreadableSeal);
    expect(() => senderTo(publicSealingKey(ring('one'))).open(sealed, 'mdm.a')).toThrow(UnreadableSeal);
    for (const form of ['utf8', 'base64', 'base64url', 'hex'] as const)
      expect(sealed).not.toContain(Buffer.from(text).toString(form).slice(0, 24));
  });

  it('is nothing else than it was sealed as', () => {
    expect(() => reader.open(sealed, 'mdm.b')).toThrow(UnreadableSeal);
    const changed = sealed.replace(/"box":"(.)/, (_, first) => `"box":"${first === 'A' ? 'B' : 'A'}`);
    for (const other of [changed, text, '', '{}', 'null', sealed.slice(1)])
      expect(() => reader.open(other, 'mdm.a')).toThrow(UnreadableSeal);
  });

  it('is read while its reader changes keys, and not after the old one is gone', () => {
    const both = new ServiceSeals(ring('two', 'one'), {});
    expect(both.open(sealed, 'mdm.a')).toBe(text);
    const newer = senderTo(publicSealingKey(ring('two', 'one'))).seal('reader', text, 'mdm.a');
    expect(both.open(newer, 'mdm.a')).toBe(text);
    expect(() => new ServiceSeals(ring('two'), {}).open(sealed, 'mdm.a')).toThrow(UnreadableSeal);
    expect(() => reader.open(newer, 'mdm.a')).toThrow(UnreadableSeal);
  });

  it('is sealed to a key that is one', () => {
    const key = publicSealingKey(ring('one'));
    const mistyped = key.slice(0, -3) + (key.at(-3) === 'A' ? 'B' : 'A') + key.slice(-2);
    expect(sealingKeySchema.safeParse(key).success).toBe(true);
    for (const wrong of [mistyped, key.slice(1), `${key}A`, 'X'.repeat(56), key.toLowerCase(), ''])
      expect(sealingKeySchema.safeParse(wrong).success).toBe(false);
  });

  it('cannot be sealed for somebody whose key is not known', () => {
    const nobody: ServiceSeals<string> = new ServiceSeals(ring('one'), {});
    expect(() => nobody.seal('reader', text, 'mdm.a')).toThrow(/no sealing key of reader/);
  });
});
