import { eventCatalogue, routeCatalogue } from '@mdm-gate/contracts';
import { actionWord } from './actions.ts';

/** What services do by themselves, by the names that the audit trail has. */
const byThemselves = ['giveTokenValue', 'liftActiveSetVersion', 'rotateKeys', 'takeEffect', 'useAuditKey'];

describe('the activity', () => {
  it('has words for everything that people and services change, done or refused', () => {
    const changing = routeCatalogue
      .filter(({ method }) => method !== 'GET')
      .map(({ operationId }) => operationId);
    const ofRotations = eventCatalogue.map(({ type }) => type).filter((type) => type.startsWith('Rotation'));
    expect(ofRotations).toHaveLength(6);
    const names = [...changing, ...ofRotations, ...byThemselves];
    expect(names.filter((name) => actionWord(name) === name)).toEqual([]);
  });

  it('shows what has no words by its name', () => {
    expect(actionWord('somethingNew')).toBe('somethingNew');
  });
});
