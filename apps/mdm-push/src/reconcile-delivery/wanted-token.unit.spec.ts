import type { KnownToken } from '../organization/organization.entity.ts';
import { nextExpiry, wantedToken } from './wanted-token.ts';

const here = 'connection-here';
const now = new Date('2026-11-24T12:00:00.000Z');
const token = (tokenId: string, change: Partial<KnownToken> = {}): KnownToken => ({
  tokenId,
  state: 'active',
  digest: `digest of ${tokenId}`,
  connectionId: null,
  notAfter: null,
  createdAt: `2026-11-0${tokenId}T00:00:00.000Z`,
  ...change,
});
const wantedOf = (...tokens: KnownToken[]): string | undefined => wantedToken(tokens, here, now)?.tokenId;

describe('the token that an MDM should hold', () => {
  it('is the newest active one, in whatever order they come', () => {
    expect(wantedOf(token('1'), token('3'), token('2'))).toBe('3');
  });

  it('is the next newest when the newest is revoked', () => {
    expect(wantedOf(token('1'), token('2'), token('3', { state: 'revoked' }))).toBe('2');
  });

  it('is not one that retires: it should be gone soon', () => {
    expect(wantedOf(token('1'), token('2', { state: 'retiring' }))).toBe('1');
  });

  it('is none when none is active', () => {
    expect(wantedOf(token('1', { state: 'revoked' }))).toBeUndefined();
    expect(wantedOf()).toBeUndefined();
  });

  it('may be for this connection, and not for another one', () => {
    expect(wantedOf(token('1'), token('2', { connectionId: here }))).toBe('2');
    expect(wantedOf(token('1'), token('2', { connectionId: 'elsewhere' }))).toBe('1');
  });

  it('is not one that has expired', () => {
    expect(wantedOf(token('1'), token('2', { notAfter: now.toISOString() }))).toBe('1');
    expect(wantedOf(token('1'), token('2', { notAfter: '2026-11-24T12:00:00.001Z' }))).toBe('2');
  });

  it('is the one with the greater id of two from the same instant', () => {
    const createdAt = '2026-11-01T00:00:00.000Z';
    expect(wantedOf(token('2', { createdAt }), token('1', { createdAt }))).toBe('2');
  });
});

describe('the next expiry', () => {
  it('is the earliest of the active tokens that is to come', () => {
    const tokens = [
      token('1', { notAfter: '2026-11-24T11:00:00.000Z' }),
      token('2', { notAfter: '2026-11-26T00:00:00.000Z' }),
      token('3', { notAfter: '2026-11-25T00:00:00.000Z' }),
      token('4', { notAfter: '2026-11-24T13:00:00.000Z', state: 'revoked' }),
    ];
    expect(nextExpiry(tokens, now)).toEqual(new Date('2026-11-25T00:00:00.000Z'));
  });

  it('is none when nothing expires', () => {
    expect(nextExpiry([token('1')], now)).toBeNull();
  });
});
