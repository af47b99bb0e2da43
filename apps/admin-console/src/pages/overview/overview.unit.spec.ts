import type { Delivery, MdmConnection, MdmToken } from '@mdm-gate/contracts';
import { needsAttention } from './needs-attention.ts';
import { stateInWords, type Seen } from './state-in-words.ts';

const now = Date.parse('2026-11-26T12:00:00.000Z');

const connection = (connectionId: string) =>
  ({ connectionId, name: connectionId, readiness: null }) as MdmConnection;

const delivery = (connectionId: string, state: Delivery['state']) =>
  ({ connectionId, platform: 'ios', state, lastError: null }) as Delivery;

const token = { state: 'active', label: 'autumn', warnings: [] as MdmToken['warnings'] } as MdmToken;

const seen = (changed: Partial<Seen> = {}): Seen => ({
  policy: { mode: 'enforce', effectiveFrom: '2026-03-03T00:00:00.000Z', mdmIntegrated: true },
  tokens: [token],
  connections: [connection('a'), connection('b')],
  deliveries: [delivery('a', 'stored'), delivery('b', 'stored')],
  ...changed,
});

describe('the state in words', () => {
  it('is one calm sentence when all is well', () => {
    expect(stateInWords(seen(), now)).toMatch(
      /^Enforcing since .*2026.*\. One token is active\. All 2 MDMs hold the newest one\.$/,
    );
  });

  it.each([
    [
      'later',
      { policy: { mode: 'enforce', effectiveFrom: '2027-01-01T00:00:00.000Z', mdmIntegrated: true } },
      /^Monitoring; enforcing from/,
    ],
    ['off', { policy: { mode: 'off', effectiveFrom: null, mdmIntegrated: false } }, /^Nothing is asked/],
    [
      'nothing made',
      { tokens: [], connections: [], deliveries: [] },
      /There is no active token\. No MDM is connected\.$/,
    ],
    ['half arrived', { deliveries: [delivery('a', 'stored'), delivery('b', 'blocked')] }, /1 of 2 MDMs hold/],
    ['not looked at', { deliveries: [] }, /0 of 2 MDMs hold/],
  ] as const)('tells %s', (_, changed, sentence) => {
    expect(stateInWords(seen(changed as Partial<Seen>), now)).toMatch(sentence);
  });
});

describe('what needs somebody', () => {
  it('is nothing when all is well', () => {
    expect(needsAttention(seen())).toEqual([]);
  });

  it('is a blocked delivery, a token about to end, and a set-up that is not finished', () => {
    const titles = needsAttention(
      seen({
        policy: { mode: 'off', effectiveFrom: null, mdmIntegrated: true },
        tokens: [{ ...token, warnings: ['expires-soon'] }],
        deliveries: [delivery('a', 'blocked'), delivery('b', 'accepted')],
      }),
    ).map(({ title }) => title);
    expect(titles).toEqual(['The set-up is not finished', 'a, iOS: Blocked', 'autumn expires soon']);
  });
});
