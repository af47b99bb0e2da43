import type { PolicyMode } from '@mdm-gate/contracts';
import { aPolicy, aRevokedValue, aState, aToken, sampleNow } from '../fixtures/samples.ts';
import {
  activeTokensMax,
  whyNotCreate,
  whyNotEdit,
  whyNotRevoke,
  whyNotEnforce,
  whyNotEnforceUnseen,
} from './token-rules.ts';

const newDigest = 'n'.repeat(43);
const connectionId = '01930000-0000-7000-8000-00000000000a';
const past = new Date('2026-11-24T11:59:59.999Z');
const other = (of = {}) =>
  aToken({ tokenId: '01930000-0000-7000-8000-000000000002', digest: 'b'.repeat(43), ...of });

describe('creating a token', () => {
  const create = (state: Parameters<typeof aState>[0], token = {}) =>
    whyNotCreate(aState(state), { connectionId: null, digests: [newDigest], ...token })?.code ?? null;

  it('is allowed beside other active tokens', () => {
    expect(create({})).toBeNull();
  });
  it('needs an MDM connection', () => {
    expect(create({ connectionIds: [] })).toBe('mdm-integration-required');
  });
  it('may be for one connection of the organization', () => {
    expect(create({}, { connectionId })).toBeNull();
  });
  it('may not be for a connection that there is not', () => {
    expect(create({}, { connectionId: '01930000-0000-7000-8000-00000000000b' })).toBe(
      'mdm-connection-unknown',
    );
  });
  it('refuses the value of an active token, under whichever key it was stored', () => {
    expect(create({}, { digests: [newDigest, 'a'.repeat(43)] })).toBe('token-value-in-use');
  });
  it('refuses a recently revoked value', () => {
    expect(create({ revokedValues: [aRevokedValue()] }, { digests: ['r'.repeat(43)] })).toBe(
      'token-value-in-use',
    );
  });
  it('ends at as many tokens as an event can carry', () => {
    const tokens = Array.from({ length: activeTokensMax }, (_, index) => aToken({ tokenId: String(index) }));
    expect(create({ tokens })).toBe('too-many-tokens');
    expect(create({ tokens: tokens.slice(1) })).toBeNull();
  });
});

describe('revoking a token', () => {
  const revoke = (state: Parameters<typeof aState>[0], token = aToken()) =>
    whyNotRevoke(aState({ tokens: [token], ...state }), token, sampleNow)?.code ?? null;

  it.each(['monitor', 'enforce'] as const)(
    'is refused for the last active one while the policy is %s',
    (mode) => {
      expect(revoke({ policy: aPolicy({ mode }) })).toBe('last-active-token');
    },
  );
  it('is allowed for the last active one while the policy is off', () => {
    expect(revoke({ policy: aPolicy({ mode: 'off' }) })).toBeNull();
  });
  it('is allowed when another one is active', () => {
    expect(revoke({ tokens: [aToken(), other()] })).toBeNull();
  });
  it('is refused when the only other one has expired', () => {
    expect(revoke({ tokens: [aToken(), other({ expiresAt: past })] })).toBe('last-active-token');
  });
  it('is allowed for an expired one: no device passes with it anyway', () => {
    expect(revoke({}, aToken({ expiresAt: past }))).toBeNull();
  });
  it('is refused for a revoked one', () => {
    expect(revoke({}, aToken({ state: 'revoked' }))).toBe('token-already-revoked');
  });
});

describe('editing a token', () => {
  const edit = (digests: readonly string[] | null, token = aToken()) =>
    whyNotEdit(aState({ revokedValues: [aRevokedValue()] }), token, { digests, expiresAt: undefined })
      ?.code ?? null;

  it('is allowed', () => {
    expect(edit(null)).toBeNull();
    expect(edit([newDigest])).toBeNull();
  });
  it('refuses a value that is in use, or was until recently', () => {
    expect(edit(['a'.repeat(43)])).toBe('token-value-in-use');
    expect(edit(['r'.repeat(43)])).toBe('token-value-in-use');
  });
  it('is refused for a revoked one', () => {
    expect(edit(null, aToken({ state: 'revoked' }))).toBe('token-already-revoked');
  });
});

describe("editing a token's expiry", () => {
  const [soon, later, latest] = ['2026-11-25', '2026-12-01', '2027-01-01'].map((day) => new Date(day));
  const expire = (expiresAt: Date | null | undefined, token = aToken(), state = {}) =>
    whyNotEdit(aState({ tokens: [token], ...state }), token, { digests: null, expiresAt })?.code ?? null;

  it('to an earlier instant is refused for the last active one: it would be revoked by then', () => {
    expect(expire(soon)).toBe('last-active-token');
    expect(expire(soon, aToken({ expiresAt: later ?? null }))).toBe('last-active-token');
  });
  it('to an earlier instant is refused when no other one is active by then', () => {
    const tokens = [aToken(), other({ expiresAt: soon })];
    expect(expire(later, aToken(), { tokens })).toBe('last-active-token');
    expect(expire(soon, aToken(), { tokens: [aToken(), other({ expiresAt: later })] })).toBeNull();
  });
  it('to a later instant, or to none, is allowed for the last active one', () => {
    expect(expire(latest, aToken({ expiresAt: later ?? null }))).toBeNull();
    expect(expire(null, aToken({ expiresAt: later ?? null }))).toBeNull();
  });
  it('is allowed for an expired one, and while the policy is off', () => {
    expect(expire(soon, aToken({ expiresAt: past }))).toBeNull();
    expect(expire(soon, aToken(), { policy: aPolicy({ mode: 'off' }) })).toBeNull();
  });
});

describe('enforcing while no device was seen', () => {
  const whyNot = (mode: PolicyMode, state = {}) =>
    whyNotEnforceUnseen(
      aState({ policy: aPolicy({ mode: 'monitor' }), ...state }),
      aPolicy({ mode }),
      sampleNow,
    );
  const { tokenId, organizationId } = aToken();
  const held = { organizationId, connectionId, platform: 'ios', tokenId, since: sampleNow } as const;

  it.each(['enforce', 'enforce-pairing'] as const)('by %s needs a delivered token', (mode) => {
    expect(whyNot(mode)).toContain('No MDM is known to hold');
    expect(whyNot(mode, { held: [held] })).toBeNull();
  });
  it('does not count a delivered token that has expired or was revoked', () => {
    expect(whyNot('enforce', { held: [held], tokens: [aToken({ expiresAt: past })] })).not.toBeNull();
    expect(whyNot('enforce', { held: [held], tokens: [] })).not.toBeNull();
  });
  it('is nothing new where the policy enforces already', () => {
    expect(whyNot('enforce', { policy: aPolicy({ mode: 'enforce' }) })).toBeNull();
  });
  it('is refused while the last MDM connection is being removed', () => {
    const underWay = [{ operationId: 'o', action: 'removeMdmConnection', subjectId: connectionId }];
    const refusal = (mode: 'enforce' | 'monitor') =>
      whyNotEnforce(aState({ underWay }), aPolicy({ mode }))?.code ?? null;
    expect(refusal('enforce')).toBe('conflict');
    expect(refusal('monitor')).toBeNull();
  });
  it.each(['off', 'monitor'] as const)('is not what %s does', (mode) => {
    expect(whyNot(mode, { tokens: [], connectionIds: [] })).toBeNull();
  });
});
