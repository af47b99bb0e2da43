import { waitFor, type RunningProcess } from '@mdm-gate/testing';
import { Scene, TestOrganization } from './fixtures/scene.ts';
import { forgetRequests, requestCounts, setFaults } from './fixtures/simulators.ts';
import type { MobileironSetUp } from './vendors/mobileiron/mobileiron.fixtures.ts';

const fleetSize = 5_000;
const iosOnly = { ios: { bundleId: 'com.pingidentity.pingid.prod' } };

/** How a fleet is written to. */
export interface FleetWay {
  readonly setUp: (url: string) => Promise<MobileironSetUp>;
  /** A write, as faults name it, and as the simulator counts it. */
  readonly write: { readonly method: string; readonly path: string };
  readonly written: string;
  /** So many writes have a fleet of 5,000 under way. */
  readonly someWrites: number;
  /** So many devices may be in the writes of one instant. */
  readonly inFlight: number;
}

/** What holds for a fleet of 5,000 devices in Ivanti Neurons, whatever happens to replicas and answers. */
export const holdsForALargeFleet = ({ setUp, write, written, someWrites, inFlight }: FleetWay): void => {
  let scene: Scene;
  let replica: RunningProcess;
  let fleet: MobileironSetUp;
  let organization: TestOrganization;
  beforeAll(async () => {
    scene = await Scene.set({ simulatorEnv: { MDM_SIMULATORS_DEVICES_PER_PLATFORM: '0' } });
    replica = await scene.startReplica();
  }, 120_000);
  afterAll(() => scene.clear());
  beforeEach(async () => {
    organization = new TestOrganization(scene.tokenAdmin);
    fleet = await setUp(scene.simulators.urls.mobileiron);
    await fleet.tenant.enrol('ios', fleetSize);
    await forgetRequests(fleet.url);
  }, 60_000);
  afterEach(() => setFaults(scene.simulators.urls.mobileiron, []));

  const untilWritten = (count: number) =>
    waitFor(async () => ((await requestCounts(fleet.url))[written] ?? 0) >= count, {
      describe: `${count} writes`,
      timeoutMs: 120_000,
      intervalMs: 50,
    });
  const publishToken = async () => {
    await organization.connect({ vendor: 'ivanti-neurons', fields: fleet.fields, apps: iosOnly });
    const token = scene.tokenAdmin.newToken('value-of-the-fleet');
    await organization.publish(token);
    return token;
  };
  /** Right at the end, and none written twice but for so many. Looked at on demand, which is sooner than a large fleet is by itself. */
  const expectRight = async (tokenId: string, writtenTwiceMax = 0): Promise<void> => {
    const delivery = await waitFor(
      async () => {
        const [seen] = await organization.deliveries();
        if (seen?.state === 'stored' && seen.heldTokenId === tokenId) return seen;
        await organization.pushNow(seen?.connectionId ?? '');
        throw new Error(JSON.stringify(seen));
      },
      { describe: 'the fleet to be right', timeoutMs: 150_000, intervalMs: 8_000 },
    );
    expect(delivery.counts).toMatchObject({ devices: fleetSize, holding: fleetSize, pending: 0 });
    const devices = await fleet.tenant.devices('ios');
    expect(devices).toHaveLength(fleetSize);
    const writtenTwice = devices.filter((device) => device.writes === 2).length;
    expect(devices.filter((device) => device.writes === 1)).toHaveLength(fleetSize - writtenTwice);
    expect(writtenTwice).toBeLessThanOrEqual(writtenTwiceMax);
  };

  it('has the value on every device, none written twice, although it is throttled, killed and stopped in order', async () => {
    await setFaults(fleet.url, [
      { kind: 'answer', status: 429, retryAfter: 1, skip: 40, times: 3 },
      { kind: 'answer', status: 429, retryAfter: 1, skip: 3, times: 1, match: write },
      { kind: 'latency', latencyMs: 20, match: write },
    ]);
    const token = await publishToken();
    await untilWritten(someWrites);
    replica.kill('SIGKILL');
    await replica.waitForExit();
    replica = await scene.startReplica();
    await waitFor(async () => {
      const [seen] = await organization.deliveries();
      const pending = seen?.counts?.pending ?? 0;
      return seen?.state === 'accepted' && pending > 0 && pending < fleetSize;
    });
    await untilWritten(2 * someWrites);
    await expect(replica.stop()).resolves.toMatchObject({ code: 0 });
    replica = await scene.startReplica();
    await untilWritten(3 * someWrites);
    replica.kill('SIGKILL');
    await replica.waitForExit();
    replica = await scene.startReplica();
    await expectRight(token.tokenId);
  }, 300_000);

  it('has the value on every device, none written twice, although answers are lost and its replica stands still', async () => {
    await setFaults(fleet.url, [
      { kind: 'lost-answer', skip: 5, times: 2, match: write },
      { kind: 'stored-but-refused', status: 504, skip: 9, times: 1, match: write },
      { kind: 'timeout', skip: 12, times: 1, match: write },
      { kind: 'latency', latencyMs: 20, match: write },
    ]);
    const token = await publishToken();
    await untilWritten(2 * someWrites);
    const paused = replica;
    paused.kill('SIGSTOP');
    replica = await scene.startReplica();
    await untilWritten(3 * someWrites);
    paused.kill('SIGCONT');
    // What had its permission and was about to go out when the process stood still goes out when it wakes: the same value.
    await expectRight(token.tokenId, inFlight);
    await paused.stop();
  }, 300_000);
};
