import { SceneStage } from './fixtures/scene-stage.ts';
import { requestsTo, setFaults } from './fixtures/simulators.ts';
import { waitFor } from '@mdm-gate/testing';
import { setUpIntune } from './vendors/intune/intune.fixtures.ts';
import { setUpMobileiron } from './vendors/mobileiron/mobileiron.fixtures.ts';

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
