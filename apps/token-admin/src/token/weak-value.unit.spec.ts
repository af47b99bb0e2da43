import { generateTokenValue } from './token-value.ts';
import { isWeakValue } from './weak-value.ts';

describe('a value entered by hand', () => {
  it.each([
    'password',
    'Password1!',
    'aaaaaaaaaaaaaaaaaaaaaaaa',
    'abcabcabcabcabcabcabcabc',
    'abcdefghijklmnopqrstuvwxyz',
    '01234567890123456789012345',
    'mdm-token-secret-company-2026',
    '12345678',
  ])('is called weak when it is easy to guess: %s', (value) => {
    expect(isWeakValue(value)).toBe(true);
  });

  it.each([
    '8f14e45f-ceea-467f-ab5d-9c6d1e7b2a30',
    'correct horse battery staple',
    'gX7!pQ2z#Lm9vR4s',
    generateTokenValue(),
  ])('is not called weak when it is not: %s', (value) => {
    expect(isWeakValue(value)).toBe(false);
  });
});
