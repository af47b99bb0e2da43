import { callerFrom } from './caller.ts';
import { VerifiedTokens } from './verified-tokens.ts';

const alice = callerFrom('alice', ['acme:viewer']);
const inSeconds = (seconds: number): number => Date.now() / 1_000 + seconds;

describe('a token that was verified', () => {
  let nowMs = 0;
  let tokens: VerifiedTokens;
  beforeEach(() => {
    nowMs = 0;
    tokens = new VerifiedTokens(() => nowMs);
  });

  it('is known for a minute, and no other is', () => {
    tokens.keep('token', alice, inSeconds(3_600));
    nowMs = 59_999;
    expect(tokens.find('token')).toBe(alice);
    expect(tokens.find('token ')).toBeUndefined();
    nowMs = 60_000;
    expect(tokens.find('token')).toBeUndefined();
  });

  it('is not known any more once it has expired', () => {
    tokens.keep('token', alice, inSeconds(-1));
    expect(tokens.find('token')).toBeUndefined();
  });

  it('is forgotten for newer ones: so many are kept, and no more', () => {
    for (let number = 0; number <= 10_000; number += 1) tokens.keep(`token ${number}`, alice, inSeconds(60));
    expect(tokens.find('token 0')).toBeUndefined();
    expect(tokens.find('token 1')).toBe(alice);
    expect(tokens.find('token 10000')).toBe(alice);
  });
});
