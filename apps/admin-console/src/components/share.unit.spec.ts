import fc from 'fast-check';
import { percent, percents } from './share.ts';

const numberIn = (text: string): number => Number(text.replace(',', '.').replace(/[^\d.]/g, ''));

describe('shares', () => {
  it.each([
    [
      [6, 1],
      ['85.7', '14.3'],
    ],
    [
      [1, 1, 1],
      ['33.4', '33.3', '33.3'],
    ],
    [
      [9_999, 1],
      ['99.9', '0.1'],
    ],
    [
      [1_000_000, 1, 1],
      ['99.8', '0.1', '0.1'],
    ],
    [
      [7, 0],
      ['100', '0'],
    ],
    [
      [0, 0],
      ['0', '0'],
    ],
  ])('of %j sum to the whole', (counts, shares) => {
    expect(percents(counts).map((text) => text.replace(/\s?%/, ''))).toEqual(shares);
  });

  it('always sum to the whole, and only all is all', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 5 }), (counts) => {
        const total = counts.reduce((sum, count) => sum + count, 0);
        fc.pre(total > 0);
        const shares = percents(counts).map(numberIn);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 5);
        for (const [index, count] of counts.entries()) {
          expect(shares[index] === 0).toBe(count === 0);
          expect(shares[index] === 100).toBe(count === total);
        }
      }),
    );
  });

  it('that something waits for are rounded down', () => {
    expect(numberIn(percent(0.9999))).toBe(99.9);
  });
});
