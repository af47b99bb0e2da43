import { createHmac, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { Digester } from './digester.ts';
import { Keyring } from './keyring.ts';

const keys = { a: randomBytes(32), b: randomBytes(32) };
const encoded = { a: keys.a.toString('base64url'), b: keys.b.toString('base64url') };
const digester = new Digester(Keyring.fromConfig(JSON.stringify({ current: 'b', keys: encoded })));

describe('a digest', () => {
  it('is HMAC-SHA-256 of any value under any of the keys', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 4_096 }),
        fc.constantFrom('a', 'b'),
        (value, keyId) => {
          const expected = createHmac('sha256', keys[keyId]).update(value, 'utf8').digest('base64url');
          expect(digester.digestWith(keyId, value)).toBe(expected);
        },
      ),
    );
  });

  it('is made under the current key and names it', () => {
    expect(digester.digest('value')).toEqual({
      digest: digester.digestWith('b', 'value'),
      digestKeyId: 'b',
    });
  });

  it('is made under each key when it is not known which one is meant', () => {
    expect(digester.digests('value')).toEqual([
      digester.digestWith('a', 'value'),
      digester.digestWith('b', 'value'),
    ]);
  });

  it('names a key that is missing', () => {
    expect(() => digester.digestWith('c', 'value')).toThrow('There is no digest key "c" in the keyring');
  });
});
