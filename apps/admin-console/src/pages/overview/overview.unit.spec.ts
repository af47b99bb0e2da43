import type { Delivery, MdmConnection, MdmToken, Rotation } from '@mdm-gate/contracts';
import { quoted } from '../../words/quoted.ts';
import { needsAttention } from './needs-attention.ts';
import type { Seen } from './seen.ts';
import { stateInWords } from './state-in-words.ts';

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
  usage: {
    asOf: '2026-11-26T12:00:00.000Z',
    activeDays: 14,
    activeDevices: 0,
    knownDevices: 0,
    byToken: [],
    byPlatform: [],
    byReason: [],
    byDecision: [],
    byPresented: [],
    foreignValues: [],
  },
  rotations: [],
  ...changed,
});

describe('the state in words', () => {
  it('is one calm sentence when all is well', () => {
    expect(stateInWords(seen(), now)).toMatch(
      /^Enforcing since .*2026.*\. No device was seen in 14 days\. One token is active\. All 2 MDMs hold the newest one\.$/,
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
    [
      'how many devices have an active token',
      {
        usage: {
          ...seen().usage,
          activeDevices: 812,
          byToken: [
            { token: { tokenId: 'a', label: 'a', state: 'active' }, devices: 806 },
            { token: null, devices: 6 },
          ],
        },
      },
      /812 devices were seen in 14 days, 99[.,]3\s?% with an active token\./,
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
    expect(titles).toEqual([
      'The set-up is not finished',
      'a, iOS: Blocked',
      `The token ${quoted('autumn')} expires soon`,
    ]);
  });

  it.each([
    [1, 200, 'info'],
    [19, 200, 'info'],
    [20, 200, 'warn'],
    [1, 1, 'warn'],
  ])('is more than good to know when %i of %i devices were halted: %s', (halted, activeDevices, tone) => {
    const usage = {
      ...seen().usage,
      activeDevices,
      byDecision: [{ decision: 'halt' as const, devices: halted }],
    };
    expect(needsAttention(seen({ usage })).map((concern) => concern.tone)).toEqual([tone]);
  });

  it('is a held rotation, a value that many devices share, and devices that were halted', () => {
    const usage = {
      ...seen().usage,
      byDecision: [{ decision: 'halt' as const, devices: 37 }],
      foreignValues: [{ fingerprint: 'abcdefgh', since: '2026-11-26T11:00:00.000Z', devices: 37 }],
    };
    const rotation = { state: 'held', label: 'winter', heldBecause: 'deadline-passed' } as Rotation;
    const concerns = needsAttention(seen({ usage, rotations: [rotation] }));
    expect(concerns.map(({ title, search }) => [title, search])).toEqual([
      [`The rotation to ${quoted('winter')} is held`, undefined],
      ['37 devices present the same unknown value', { foreignFingerprint: 'abcdefgh' }],
      ['37 devices were halted at their last check', { decision: 'halt' }],
    ]);
  });
});
