import { waitFor, type RunningProcess } from '@mdm-gate/testing';
import { Scene, TestOrganization } from './fixtures/scene.ts';
import { requestsTo, setFaults } from './fixtures/simulators.ts';
import { setUpMobileiron, type MobileironSetUp } from './vendors/mobileiron/mobileiron.fixtures.ts';

const fleetSize = 5_000;
const iosOnly = { ios: { bundleId: 'com.pingidentity.pingid.prod' } };

describe('a fleet of 5,000 devices in Ivanti Neurons', () => {
  let scene: Scene;
  let replica: RunningProcess;
  let setUp: MobileironSetUp;
  beforeAll(async () => {
    scene = await Scene.set({ MDM_SIMULATORS_DEVICES_PER_PLATFORM: '0' });
    replica = await scene.startReplica();
    setUp = await setUpMobileiron(scene.simulators.urls.mobileiron);
    await setUp.tenant.enrol('ios', fleetSize);
  }, 120_000);
  afterAll(() => scene.clear());

  const writes = async (): Promise<number> =>
    (await requestsTo(setUp.url)).filter(
      ({ method, path, status }) => method === 'POST' && path === '/msa/v1/cps/device' && status === 200,
    ).length;
  const killAfter = async (count: number): Promise<void> => {
    await waitFor(async () => (await writes()) >= count, {
      describe: `${count} batches to be written`,
      timeoutMs: 60_000,
    });
    replica.kill('SIGKILL');
    await replica.waitForExit();
    replica = await scene.startReplica();
  };

  it('has the value on every device, none written twice, although the service is throttled and killed twice', async () => {
    const organization = new TestOrganization(scene.tokenAdmin);
    await organization.connect({ vendor: 'ivanti-neurons', fields: setUp.fields, apps: iosOnly });
    await setFaults(setUp.url, [
      { kind: 'answer', status: 429, retryAfter: 1, skip: 40, times: 3 },
      { kind: 'latency', latencyMs: 20, match: { method: 'POST' } },
    ]);
    const token = scene.tokenAdmin.newToken('value-of-the-fleet');
    await organization.publish(token);
    await killAfter(10);
    await waitFor(async () => {
      const [seen] = await organization.deliveries();
      const pending = seen?.counts?.pending ?? 0;
      return seen?.state === 'accepted' && pending > 0 && pending < fleetSize;
    });
    await killAfter(25);
    const [delivery] = await organization.until(
      { state: 'stored', heldTokenId: token.tokenId },
      'ios',
      120_000,
    );
    expect(delivery?.counts).toMatchObject({ devices: fleetSize, holding: fleetSize, pending: 0 });
    const devices = await setUp.tenant.devices('ios');
    expect(devices).toHaveLength(fleetSize);
    expect(devices.filter((device) => device.writes !== 1)).toEqual([]);
  }, 180_000);

  it('is followed when a device is enrolled later, which is no drift', async () => {
    const organization = new TestOrganization(scene.tokenAdmin);
    const small = await setUpMobileiron(scene.simulators.urls.mobileiron);
    await small.tenant.enrol('ios', 2);
    const { connectionId } = await organization.connect({
      vendor: 'ivanti-neurons',
      fields: small.fields,
      apps: iosOnly,
    });
    const token = scene.tokenAdmin.newToken('value-one');
    await organization.publish(token);
    await organization.until({ state: 'stored', heldTokenId: token.tokenId });
    await small.tenant.enrol('ios', 1);
    await organization.pushNow(connectionId);
    await waitFor(async () => (await organization.deliveries())[0]?.counts?.holding === 3);
    await expect(small.tenant.devices('ios')).resolves.toMatchObject([
      { writes: 1 },
      { writes: 1 },
      { writes: 1 },
    ]);
    expect((await organization.events()).map(({ type }) => type)).not.toContain('DriftDetected');
  });
});
