import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { Keyring, KeyringError } from './keyring.ts';
import { SealedBox, UnsealError, type Sealed } from './sealed-box.ts';

const masterKeys = { old: randomBytes(32).toString('base64url'), new: randomBytes(32).toString('base64url') };
const boxWith = (current: string, keys: Record<string, string>): SealedBox =>
  new SealedBox(Keyring.fromConfig(JSON.stringify({ current, keys })));

const box = boxWith('old', { old: masterKeys.old });
const text = fc.string({ unit: 'binary' });
const binding = fc.array(text, { maxLength: 4 });
const byteFields = ['wrappedKey', 'ciphertext'] as const;

const withFlippedBit = (sealed: Sealed, field: (typeof byteFields)[number], position: number): Sealed => {
  const bytes = Buffer.from(sealed[field], 'base64url');
  const bit = position % (bytes.length * 8);
  bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
  return { ...sealed, [field]: bytes.toString('base64url') };
};

describe('a sealed text', () => {
  it('opens with the binding it was sealed with, also after a detour through JSON', () => {
    fc.assert(
      fc.property(text, binding, (plaintext, parts) => {
        const stored = JSON.parse(JSON.stringify(box.seal(plaintext, parts))) as Sealed;
        expect(box.open(stored, parts)).toBe(plaintext);
      }),
    );
  });

  it('does not open with any other binding', () => {
    fc.assert(
      fc.property(text, binding, binding, (plaintext, parts, others) => {
        fc.pre(JSON.stringify(parts) !== JSON.stringify(others));
        const sealed = box.seal(plaintext, parts);
        expect(() => box.open(sealed, others)).toThrow(UnsealError);
        expect(() => box.rewrap(sealed, others)).toThrow(UnsealError);
      }),
    );
  });

  it('does not open when the same binding is cut at another place', () => {
    const sealed = box.seal('value', ['acme', 'token']);
    expect(() => box.open(sealed, ['acmet', 'oken'])).toThrow(UnsealError);
    expect(() => box.open(sealed, ['acme', 'token', ''])).toThrow(UnsealError);
  });

  it('does not open after any one of its bits was flipped', () => {
    fc.assert(
      fc.property(
        text,
        binding,
        fc.constantFrom(...byteFields),
        fc.nat(),
        (plaintext, parts, field, position) => {
          const changed = withFlippedBit(box.seal(plaintext, parts), field, position);
          expect(() => box.open(changed, parts)).toThrow(UnsealError);
        },
      ),
    );
  });

  it('does not open with the data key of another text of the same binding', () => {
    const first = box.seal('first', ['acme']);
    const second = box.seal('second', ['acme']);
    expect(() => box.open({ ...first, wrappedKey: second.wrappedKey }, ['acme'])).toThrow(UnsealError);
  });

  it('is another one each time, and has nothing of the text in it', () => {
    const [first, second] = [box.seal('a secret', []), box.seal('a secret', [])];
    expect(first.ciphertext).not.toBe(second.ciphertext);
    expect(first.wrappedKey).not.toBe(second.wrappedKey);
    expect(Buffer.from(first.ciphertext, 'base64url').includes('secret')).toBe(false);
  });

  it.each([
    ['nothing', {}],
    ['another version', { ...box.seal('x', []), version: 2 }],
    ['no base64url', { ...box.seal('x', []), ciphertext: '*' }],
    ['too few bytes', { ...box.seal('x', []), ciphertext: 'AAAA' }],
  ])('is refused with a clear error when what is stored is %s', (_, stored) => {
    expect(() => box.open(stored as Sealed, [])).toThrow(
      new UnsealError('What is stored is not a sealed text'),
    );
  });

  it('names the master key that is missing', () => {
    const sealed = box.seal('value', []);
    const other = boxWith('new', { new: masterKeys.new });
    expect(() => other.open(sealed, [])).toThrow(new KeyringError('There is no key "old" in the keyring'));
  });

  it('does not open under another key of the same id', () => {
    const sealed = box.seal('value', []);
    expect(() => boxWith('old', { old: masterKeys.new }).open(sealed, [])).toThrow(UnsealError);
  });

  it('cannot be made of a text that would not come back as it was', () => {
    expect(() => box.seal('\ud800', [])).toThrow(TypeError);
    expect(() => box.seal('value', ['\udfff'])).toThrow(TypeError);
  });
});

describe('rotation of the master key', () => {
  const both = boxWith('new', masterKeys);

  it('rewraps a text so that the old key is not needed any more', () => {
    fc.assert(
      fc.property(text, binding, (plaintext, parts) => {
        const sealed = box.seal(plaintext, parts);
        const rewrapped = both.rewrap(sealed, parts);
        expect(rewrapped.ciphertext).toBe(sealed.ciphertext);
        expect(boxWith('new', { new: masterKeys.new }).open(rewrapped, parts)).toBe(plaintext);
      }),
    );
  });

  it('says what is still to be rewrapped', () => {
    const sealed = box.seal('value', []);
    expect(both.needsRewrap(sealed)).toBe(true);
    expect(both.needsRewrap(both.rewrap(sealed, []))).toBe(false);
  });
});
