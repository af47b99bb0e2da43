import { waitFor, type RunningProcess } from '@mdm-gate/testing';
import { Scene, TestOrganization } from './fixtures/scene.ts';
import { requestsTo, setFaults } from './fixtures/simulators.ts';
import { setUpWorkspaceOne, type WorkspaceOneSetUp } from './vendors/workspace-one/workspace-one.fixtures.ts';

const bundleId = 'com.pingidentity.pingid.prod';

describe('a replica that stands still in the middle of a delivery', () => {
  let scene: Scene;
  let organization: TestOrganization;
  let setUp: WorkspaceOneSetUp;
  let paused: RunningProcess;
  beforeAll(async () => {
    scene = await Scene.set();
    organization = new TestOrganization(scene.tokenAdmin);
    setUp = await setUpWorkspaceOne(scene.simulators.urls.workspaceOne);
    paused = await scene.startReplica();
  });
  afterAll(() => scene.clear());

  const requests = async (method: string) =>
    (await requestsTo(setUp.url)).filter(
      (request) => request.method === method && request.path.includes(setUp.tenant.described.apps.ios.uuid),
    );
  const turnsGivenUp = async (replica: RunningProcess): Promise<number> => {
    const healthUrl = /"healthUrl":"([^"]+)"/.exec(replica.output())?.[1] ?? '';
    const metrics = await (await fetch(`${healthUrl}/metrics`)).text();
    return Number(/mdm_push_turns_total\{outcome="given-up"\} (\d+)/.exec(metrics)?.[1] ?? 0);
  };

  it('is replaced by another one, and writes nothing when it wakes', async () => {
    await organization.connect({
      vendor: 'workspace-one',
      fields: setUp.fields,
      apps: { ios: { bundleId } },
    });
    await setFaults(setUp.url, [{ kind: 'latency', latencyMs: 1_000 }]);
    const [old, young] = [scene.tokenAdmin.newToken('old-value'), scene.tokenAdmin.newToken('new-value')];
    await organization.publish(old);
    // It has looked, has the value, and is about to read again and to write.
    await waitFor(async () => (await requests('GET')).length > 0);
    expect(scene.tokenAdmin.valuesGiven).toContain(old.tokenId);
    paused.kill('SIGSTOP');
    const other = await scene.startReplica();
    await setFaults(setUp.url, []);
    await organization.publish(old, young);
    await waitFor(
      async () => {
        const [delivery] = await organization.deliveries().catch(() => []);
        return delivery?.state === 'stored' && delivery.heldTokenId === young.tokenId;
      },
      { timeoutMs: 60_000, describe: 'the other replica to deliver the new token' },
    );
    const written = await requests('PUT');
    expect(written.length).toBeGreaterThan(0);
    expect(other.running).toBe(true);
    paused.kill('SIGCONT');
    await waitFor(async () => (await turnsGivenUp(paused)) > 0);
    // What it gives back is looked at again, by either of them: a value written over would be mended with another write.
    await waitFor(async () => {
      const [delivery] = await organization.deliveries();
      return delivery?.state === 'stored' && Date.parse(delivery.nextAttemptAt ?? '') > Date.now();
    });
    await expect(requests('PUT')).resolves.toEqual(written);
    const [device] = await setUp.tenant.devices('ios');
    await waitFor(async () => {
      await setUp.tenant.checkIn(device?.id ?? '');
      const held = await setUp.tenant.configurationOf(device?.id ?? '', bundleId);
      return held?.['PINGID_MDM_TOKEN'] === 'new-value';
    });
  });
});
