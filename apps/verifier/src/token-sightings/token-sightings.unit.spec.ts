import { randomUUID } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import type { CheckReply } from '@mdm-gate/contracts';
import type { PublishableEvent, PublishOptions } from '@mdm-gate/messaging';
import { FixedClock } from '@mdm-gate/service-kit';
import { TokenSightings } from './token-sightings.ts';

const request = { organizationId: 'acme', deviceId: 'd', platform: 'ios', mdmToken: 'value' } as const;
const context = {
  correlationId: 'c-1',
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
};
const replied = (given: Partial<CheckReply> = {}): CheckReply => ({
  decision: 'proceed',
  reason: 'token-active',
  enforced: true,
  tokenId: '01890a5d-ac96-774b-bcce-b302099a8057',
  activeSetVersion: 3,
  ...given,
});

describe('a token that a device presented', () => {
  let clock: FixedClock;
  let tried: PublishableEvent[];
  let options: (PublishOptions | undefined)[];
  let publish: () => Promise<void>;
  let sightings: TokenSightings;
  beforeEach(() => {
    clock = new FixedClock(new Date('2026-11-24T12:00:00.000Z'));
    [tried, options] = [[], []];
    publish = () => Promise.resolve();
    const publisher = {
      publish: (event: PublishableEvent, given?: PublishOptions) => {
        tried.push(event);
        options.push(given);
        return publish();
      },
    };
    sightings = new TokenSightings(publisher, clock);
  });

  const note = async (reply = replied()): Promise<void> => {
    sightings.note(request, reply, context);
    await turn();
    await turn();
  };

  it('is said once, and again after an hour', async () => {
    await note();
    await note();
    expect(tried).toMatchObject([{ type: 'TokenSeen', organizationId: 'acme', activeSetVersion: 3 }]);
    clock.set(new Date('2026-11-24T13:00:00.000Z'));
    await note();
    expect(tried).toHaveLength(2);
  });

  it('is said again under another active set', async () => {
    await note();
    await note(replied({ activeSetVersion: 4 }));
    expect(tried).toHaveLength(2);
  });

  it('is said some seconds later when it could not be said', async () => {
    publish = () => Promise.reject(new Error('JetStream is away'));
    await note();
    publish = () => Promise.resolve();
    await note();
    await note(replied({ tokenId: randomUUID() }));
    expect(tried).toHaveLength(1);
    clock.set(new Date('2026-11-24T12:00:05.000Z'));
    await note();
    await note();
    expect(tried).toHaveLength(2);
  });

  it('is said with what follows the check through all services', async () => {
    await note();
    expect(tried).toMatchObject([{ correlationId: context.correlationId }]);
    expect(options).toEqual([{ traceparent: context.traceparent }]);
  });

  it('is left for a later check while too many wait for JetStream', async () => {
    publish = () => new Promise(() => undefined);
    for (let count = 0; count < 20; count += 1) await note(replied({ tokenId: randomUUID() }));
    expect(tried).toHaveLength(16);
  });

  it.each(['token-retiring', 'token-revoked', 'managed-by-another-mdm'] as const)(
    'is not said when it is %s',
    async (reason) => {
      await note(replied({ reason }));
      expect(tried).toEqual([]);
    },
  );
});
