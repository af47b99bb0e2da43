import { activityFilterIn, auditQueryOf, whoIn } from './activity-filter.ts';

describe('what the trail is narrowed to', () => {
  it.each([
    ['what people did, unless something is asked for', {}, 'people'],
    ['a time, by people', { from: '2026-11-01' }, 'people'],
    ['an act, whoever did it', { action: 'giveTokenValue' }, 'everybody'],
    ['one who acts, whatever they are', { actorId: 'mdm-push' }, 'everybody'],
    ['a thing, whoever changed it', { subjectId: 'a-token' }, 'everybody'],
    ['what services did', { who: 'services' }, 'services'],
    ['an act by people alone', { who: 'people', action: 'giveTokenValue' }, 'people'],
    ['nobody knows what', { who: 'robots' }, 'people'],
  ])('is %s', (_, search, who) => {
    expect(whoIn(activityFilterIn(search))).toBe(who);
  });

  it('is asked of the gateway as who acts, and from the first moment of a day to the last of another', () => {
    const asked = auditQueryOf({ who: 'services', outcome: 'failed', from: '2026-11-01', to: '2026-11-01' });
    expect(asked).toMatchObject({ actorType: 'service', outcome: 'failed' });
    expect(Date.parse(asked.until ?? '') - Date.parse(asked.since ?? '')).toBe(24 * 3_600_000 - 1);
    expect(auditQueryOf({ who: 'everybody' }).actorType).toBeUndefined();
  });
});
