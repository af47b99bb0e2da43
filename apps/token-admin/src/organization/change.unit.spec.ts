import { activeSetSchema } from '@mdm-gate/contracts';
import { aPolicy, aRevokedValue, aState, aToken, sampleNow } from '../fixtures/samples.ts';
import { activeSetOf } from './active-set.ts';
import { applyChange, type Change } from './change.ts';
import { connectionChange } from './connection-book.ts';
import { revokedValuesMax } from './organization-state.ts';

const audit = { action: 'test', subjectId: null, before: null, after: null };
const announced: Change = { announcement: { type: 'PolicyChanged' }, audit };

describe('a change', () => {
  it('raises the version by one when others are told of it, and only then', () => {
    expect(applyChange(aState(), announced, sampleNow).version).toBe(8);
    expect(applyChange(aState(), { ...announced, announcement: null }, sampleNow).version).toBe(7);
  });

  it('raises the policy version only when the policy is set', () => {
    const policy = aPolicy({ mode: 'off' });
    expect(applyChange(aState(), announced, sampleNow).policyVersion).toBe(2);
    expect(applyChange(aState(), { ...announced, policy }, sampleNow)).toMatchObject({
      policyVersion: 3,
      policy,
    });
  });

  it('takes a revoked token out of the living ones', () => {
    const revoked = aToken({ state: 'revoked', revokedAt: sampleNow, revokedBecause: 'retired' });
    const next = applyChange(
      aState(),
      { ...announced, tokens: [revoked], revokedValues: [aRevokedValue()] },
      sampleNow,
    );
    expect(next.tokens).toEqual([]);
    expect(activeSetOf(next).tokens).toMatchObject([{ state: 'revoked', digest: 'r'.repeat(43) }]);
  });

  it('keeps at most fifty revoked values, the newest, and none older than thirty days', () => {
    const many = Array.from({ length: revokedValuesMax + 5 }, (_, index) =>
      aRevokedValue({ id: String(index) }),
    );
    const old = aRevokedValue({ id: 'old', revokedAt: new Date('2026-10-25T12:00:00.000Z') });
    const next = applyChange(
      aState({ revokedValues: [...many, old] }),
      { ...announced, revokedValues: [aRevokedValue({ id: 'new' })] },
      sampleNow,
    );
    expect(next.revokedValues).toHaveLength(revokedValuesMax);
    expect(next.revokedValues[0]).toMatchObject({ id: 'new' });
    expect(applyChange(aState({ revokedValues: [old] }), announced, sampleNow).revokedValues).toEqual([]);
  });
});

describe('an active set', () => {
  it('is what the contract says, and holds neither value nor label', () => {
    const set = activeSetOf(aState({ revokedValues: [aRevokedValue()] }));
    const proven = { ...set, macKeyId: 'd1', mac: 'm'.repeat(43) };
    expect(activeSetSchema.parse(proven)).toEqual(proven);
    expect(JSON.stringify(set)).not.toMatch(/first|ciphertext|fingerprint/);
  });

  it('says whether there is an MDM connection', () => {
    expect(activeSetOf(aState()).policy.mdmIntegrated).toBe(true);
    expect(activeSetOf(aState({ connectionIds: [] })).policy.mdmIntegrated).toBe(false);
  });
});

describe('learning of MDM connections', () => {
  const learn = (state: Parameters<typeof aState>[0], connectionId: string, removed: boolean) =>
    connectionChange(aState(state), { organizationId: 'acme', connectionId, removed });

  it('is announced for each, because the active set names them', () => {
    expect(learn({ connectionIds: [] }, 'a', false)?.announcement).toEqual({ type: 'PolicyChanged' });
    expect(learn({ connectionIds: ['a'] }, 'a', true)?.announcement).toEqual({ type: 'PolicyChanged' });
    expect(learn({ connectionIds: ['a'] }, 'b', false)?.announcement).toEqual({ type: 'PolicyChanged' });
    expect(learn({ connectionIds: ['a', 'b'] }, 'b', true)?.announcement).toEqual({ type: 'PolicyChanged' });
  });
  it('changes nothing the second time', () => {
    expect(learn({ connectionIds: ['a'] }, 'a', false)).toBeNull();
    expect(learn({ connectionIds: [], removedConnectionIds: ['a'] }, 'a', true)).toBeNull();
  });
  it('remembers a removal that is learnt before the addition', () => {
    const removal = learn({ connectionIds: [] }, 'a', true);
    expect(removal?.announcement).toBeNull();
    const next = applyChange(aState({ connectionIds: [] }), removal ?? announced, sampleNow);
    expect(connectionChange(next, { organizationId: 'acme', connectionId: 'a', removed: false })).toBeNull();
  });
});
