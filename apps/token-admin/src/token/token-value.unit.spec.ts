import { tokenValueSchema, vendorsReplacing } from '@mdm-gate/contracts';
import fc from 'fast-check';
import { generateTokenValue, isGeneratedTokenValue } from './token-value.ts';

describe('a generated token value', () => {
  it('has the recognizable form, and is a legal value', () => {
    const value = generateTokenValue();
    expect(value).toMatch(/^mdmt_[0-9A-Za-z]{49}$/);
    expect(tokenValueSchema.safeParse(value).success).toBe(true);
  });

  it('never repeats', () => {
    expect(new Set(Array.from({ length: 1_000 }, () => generateTokenValue())).size).toBe(1_000);
  });

  it('keeps all 256 bits, also the smallest and the largest number', () => {
    const smallest = generateTokenValue(() => Buffer.alloc(32, 0));
    const largest = generateTokenValue(() => Buffer.alloc(32, 0xff));
    expect([smallest, largest].map((value) => value.length)).toEqual([54, 54]);
    expect(smallest).not.toBe(largest);
    expect([smallest, largest].every(isGeneratedTokenValue)).toBe(true);
  });

  it('never looks like a variable of any MDM', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const value = generateTokenValue(() => Buffer.from(bytes));
        expect(vendorsReplacing(value)).toEqual([]);
      }),
    );
  });

  it('is told from a mistyped one by its checksum', () => {
    const value = generateTokenValue(() => Buffer.alloc(32, 7));
    for (let index = 0; index < value.length; index += 1) {
      const other = value[index] === 'a' ? 'b' : 'a';
      const mistyped = value.slice(0, index) + other + value.slice(index + 1);
      expect(isGeneratedTokenValue(mistyped)).toBe(false);
    }
    expect(isGeneratedTokenValue(`${value}x`)).toBe(false);
    expect(isGeneratedTokenValue('')).toBe(false);
  });
});
