import { SceneStage } from './fixtures/scene-stage.ts';
import { requestsTo, setFaults, type SimulatedRequest } from './fixtures/simulators.ts';
import { waitFor } from '@mdm-gate/testing';
import { setUpIntune } from './vendors/intune/intune.fixtures.ts';
import { setUpMobileiron } from './vendors/mobileiron/mobileiron.fixtures.ts';
import { setUpWorkspaceOne } from './vendors/workspace-one/workspace-one.fixtures.ts';

describe('replicas of mdm-push', () => {
  const stage = new SceneStage({
    replicas: 0,
    simulatorEnv: { MDM_SIMULATORS_DEVICES_PER_PLATFORM: '3' },
  });

  it('finish what one of them had begun when it was killed in the middle of it', async () => {
    const first = await stage.scene.startReplica();
    const setUp = await setUpIntune(stage.scene.simulators.urls.intune);
    await stage.organization.connect({ vendor: 'intune', fields: setUp.fields });
    await setFaults(setUp.url, [{ kind: 'latency', latencyMs: 300 }]);
    const token = stage.scene.tokenAdmin.newToken('value-one');
    await stage.organization.publish(token);
    await waitFor(async () =>
      (await requestsTo(setUp.url)).some(
        ({ method, path }) => method === 'POST' && path.endsWith('mobileAppConfigurations'),
      ),
    );
    first.kill('SIGKILL');
    await first.waitForExit();
    await stage.scene.startReplica();
    await stage.organization.until({ state: 'stored', heldTokenId: token.tokenId });
    const created = (await requestsTo(setUp.url)).filter(
      ({ method, path, status }) =>
        method === 'POST' && path.endsWith('mobileAppConfigurations') && status === 201,
    );
    // One per platform; a creation that was answered to nobody is found again.
    expect(created.length).toBeLessThanOrEqual(2);
  });

  it('never work on the same delivery at the same time', async () => {
    await Promise.all([stage.scene.startReplica(), stage.scene.startReplica()]);
    const setUp = await setUpWorkspaceOne(stage.scene.simulators.urls.workspaceOne);
    const { connectionId } = await stage.organization.connect({
      vendor: 'workspace-one',
      fields: setUp.fields,
    });
    await setFaults(setUp.url, [{ kind: 'latency', latencyMs: 30 }]);
    const tokens = Array.from({ length: 6 }, (_, index) => stage.scene.tokenAdmin.newToken(`value-${index}`));
    for (let count = 1; count <= tokens.length; count += 1) {
      await stage.organization.publish(...tokens.slice(0, count));
      await stage.organization.pushNow(connectionId);
    }
    const newest = tokens.at(-1)?.tokenId ?? '';
    await stage.organization.until({ state: 'stored', heldTokenId: newest });
    const writes = (await requestsTo(setUp.url)).filter(({ method }) => method === 'PUT');
    expect(writes.length).toBeGreaterThan(0);
    for (const app of Object.values(setUp.tenant.described.apps))
      expectNoOverlap(writes.filter(({ path }) => path.includes(app.uuid)));
  });

  it('leave nothing undone when they are stopped in order', async () => {
    const stopped = await stage.scene.startReplica();
    const setUp = await setUpMobileiron(stage.scene.simulators.urls.mobileiron);
    await stage.organization.connect({ vendor: 'ivanti-neurons', fields: setUp.fields });
    await setFaults(setUp.url, [{ kind: 'latency', latencyMs: 200 }]);
    const token = stage.scene.tokenAdmin.newToken('value-one');
    await stage.organization.publish(token);
    const exit = await stopped.stop();
    expect(exit.code).toBe(0);
    await stage.scene.startReplica();
    await stage.organization.until({ state: 'stored', heldTokenId: token.tokenId });
  });
});

/** A write begins only after the one before it has ended. `time` is when the request came. */
const expectNoOverlap = (writes: readonly SimulatedRequest[]): void => {
  const spans = writes
    .map(({ time, durationMs }) => ({ begin: Date.parse(time), end: Date.parse(time) + durationMs }))
    .toSorted((one, other) => one.begin - other.begin);
  for (const [index, span] of spans.entries()) {
    const before = spans[index - 1];
    // Instants are written to the millisecond.
    if (before !== undefined) expect(span.begin).toBeGreaterThanOrEqual(before.end - 2);
  }
};
