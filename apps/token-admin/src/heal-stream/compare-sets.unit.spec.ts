import { activeSetOf } from '../organization/active-set.ts';
import { aRevokedValue, aState, aToken } from '../fixtures/samples.ts';
import { compareSets } from './compare-sets.ts';

const active = activeSetOf(aState());

describe('database and stream', () => {
  it('are the same when version and content are', () => {
    expect(compareSets(active, structuredClone(active))).toBe('same');
  });
  it('are the same also when they remember different revoked tokens', () => {
    expect(compareSets(active, activeSetOf(aState({ revokedValues: [aRevokedValue()] })))).toBe('same');
  });
  it('differ when the stream knows nothing, or less', () => {
    expect(compareSets(active, undefined)).toBe('behind');
    expect(compareSets(active, { ...active, version: 6 })).toBe('behind');
  });
  it('differ when the stream has a later version, or another set of the same version', () => {
    expect(compareSets(active, { ...active, version: 8 })).toBe('ahead');
    expect(compareSets(active, activeSetOf(aState({ tokens: [aToken({ digest: 'x'.repeat(43) })] })))).toBe(
      'ahead',
    );
    expect(compareSets(active, activeSetOf(aState({ tokens: [] })))).toBe('ahead');
    expect(compareSets(active, activeSetOf(aState({ policy: { mode: 'off', effectiveFrom: null } })))).toBe(
      'ahead',
    );
  });
});
