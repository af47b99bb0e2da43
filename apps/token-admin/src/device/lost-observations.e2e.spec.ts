import { randomUUID } from 'node:crypto';
import { checkAuthentication, type Device, type MdmToken } from '@mdm-gate/contracts';
import { EventStreamReader } from '@mdm-gate/messaging';
import { waitFor } from '@mdm-gate/testing';
import { anObservation, missing, observedEvents } from '../fixtures/observations.ts';
import { startPair, type RunningPair } from '../fixtures/running-pair.ts';
import { withNats } from '../fixtures/with-nats.ts';

const timeoutMs = 60_000;
const minuteMs = 60_000;

interface Created {
  readonly token: MdmToken;
  readonly value: string;
}

describe('the ledger is right again', () => {
  let pair: RunningPair;
  let tokens: readonly [Created, Created];
  beforeAll(async () => {
    pair = await startPair();
    tokens = [await create(), await create()];
  });
  afterAll(() => pair.stop());

  const create = async (): Promise<Created> => {
    const { administrator, path } = pair.organization;
    return (await administrator.post(`${path}/mdm-tokens`, { label: 'one' })).body as Created;
  };
  const present = async (deviceId: string, mdmToken: string | null): Promise<void> => {
    const { neighbours, organization } = pair;
    const check = {
      organizationId: organization.organizationId,
      deviceId,
      platform: 'ios' as const,
      mdmToken,
    };
    await waitFor(
      async () => {
        const { reason } = await neighbours.requester.ask(checkAuthentication, check);
        return reason !== 'unavailable' && (mdmToken === null || reason !== 'token-unknown');
      },
      { timeoutMs, describe: 'a check to be answered' },
    );
  };
  const known = async (deviceId: string): Promise<Device> => {
    const { administrator, path } = pair.organization;
    const { status, body } = await administrator.get(`${path}/devices/${deviceId}`);
    if (status !== 200) throw new Error(`${deviceId} is not known`);
    return body as Device;
  };
  const untilKnownWith = (deviceId: string, tokenId: string | null): Promise<unknown> =>
    waitFor(async () => ((await known(deviceId)).token?.tokenId ?? null) === tokenId, {
      timeoutMs,
      describe: `${deviceId} to be known with ${tokenId ?? 'nothing'}`,
    });
  const inStream = (): Promise<number> =>
    withNats(pair, async (link) => (await new EventStreamReader(link).state('sightings')).messages);
  const whileTokenAdminIsAway = async (work: () => Promise<void>): Promise<void> => {
    await pair.tokenAdmin.kill();
    await work();
    await pair.tokenAdmin.start();
  };

  it('when its stream was lost: of each device as soon as it presents something else', async () => {
    const [first, second] = tokens;
    const devices = [randomUUID(), randomUUID()] as const;
    for (const device of devices) await present(device, first.value);
    for (const device of devices) await untilKnownWith(device, first.token.tokenId);
    await whileTokenAdminIsAway(async () => {
      const before = await inStream();
      for (const device of devices) await present(device, second.value);
      await waitFor(async () => (await inStream()) > before, { timeoutMs, describe: 'it to be said' });
      await withNats(pair, (link) => link.requireConnection().request('$JS.API.STREAM.DELETE.MDM_SIGHTINGS'));
    });
    // Until the stream is there again, what is not taken is said at a later check.
    await waitFor(
      async () => {
        await present(devices[0], null);
        await present(devices[1], first.value);
        return (await known(devices[0])).presented === 'token-missing';
      },
      { timeoutMs, intervalMs: 200, describe: 'the stream to be there again' },
    );
    await untilKnownWith(devices[1], first.token.tokenId);
    await present(devices[1], second.value);
    await untilKnownWith(devices[1], second.token.tokenId);
  });

  it('when a replica was killed with what it had not said: at the next check of each device', async () => {
    const [first, second] = tokens;
    const devices = [randomUUID(), randomUUID()] as const;
    for (const device of devices) await present(device, first.value);
    for (const device of devices) await untilKnownWith(device, first.token.tokenId);
    for (const device of devices) await present(device, second.value);
    await pair.verifier.killAndStart();
    for (const device of devices) await present(device, second.value);
    for (const device of devices) await untilKnownWith(device, second.token.tokenId);
  });

  it('when it was away for an hour: it misses nothing that was said meanwhile', async () => {
    const [first, second] = tokens;
    const { organizationId, administrator, path } = pair.organization;
    const [late, back, silent] = [randomUUID(), randomUUID(), randomUUID()];
    for (const device of [late, back, silent]) await present(device, first.value);
    for (const device of [late, back, silent]) await untilKnownWith(device, first.token.tokenId);
    const startMs = Date.now() - 60 * minuteMs;
    const at = (minute: number): string => new Date(startMs + minute * minuteMs).toISOString();
    await whileTokenAdminIsAway(async () => {
      for (let minute = 0; minute < 60; minute += 1) {
        const observations = Array.from({ length: 50 }, (_, index) =>
          anObservation({ deviceId: `m${minute}-${index}`, at: at(minute), tokenId: first.token.tokenId }),
        );
        const flapping = anObservation({
          deviceId: 'flapping',
          at: at(minute),
          ...(minute % 2 ? missing : {}),
        });
        for (const event of observedEvents(organizationId, [...observations, flapping]))
          await pair.neighbours.publisher.publish(event);
      }
      await present(late, second.value);
      for (const value of [second.value, null, first.value]) await present(back, value);
      await waitFor(async () => (await inStream()) > 60, { timeoutMs, describe: 'it to be said' });
    });
    await untilKnownWith(late, second.token.tokenId);
    await untilKnownWith(back, first.token.tokenId);
    await untilKnownWith(silent, first.token.tokenId);
    await expect(known('flapping')).resolves.toMatchObject({
      lastSeenAt: at(59),
      presented: 'token-missing',
    });
    const counted = await administrator.get(`${path}/usage`);
    const { knownDevices } = counted.body as { knownDevices: number };
    expect(knownDevices).toBeGreaterThanOrEqual(60 * 50 + 4);
  });
});
