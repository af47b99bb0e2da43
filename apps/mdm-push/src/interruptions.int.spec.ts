import { waitFor } from '@mdm-gate/testing';
import { testApps, testKey } from './fixtures/drive.ts';
import { SceneStage } from './fixtures/scene-stage.ts';
import { requestsTo, setFaults } from './fixtures/simulators.ts';
import { setUpIntune } from './vendors/intune/intune.fixtures.ts';
import { setUpMobileiron } from './vendors/mobileiron/mobileiron.fixtures.ts';
import { setUpWorkspaceOne } from './vendors/workspace-one/workspace-one.fixtures.ts';

describe('a delivery that is interrupted', () => {
  const stage = new SceneStage();

  it('by the revocation of its token ends with the right value everywhere', async () => {
    const [one, two, three] = await Promise.all([
      setUpIntune(stage.scene.simulators.urls.intune),
      setUpWorkspaceOne(stage.scene.simulators.urls.workspaceOne),
      setUpMobileiron(stage.scene.simulators.urls.mobileiron),
    ]);
    await stage.organization.connect({ vendor: 'intune', fields: one.fields });
    await stage.organization.connect({ vendor: 'workspace-one', fields: two.fields });
    await stage.organization.connect({ vendor: 'ivanti-neurons', fields: three.fields });
    const [old, compromised] = [
      stage.scene.tokenAdmin.newToken('old-value'),
      stage.scene.tokenAdmin.newToken('compromised-value'),
    ];
    await stage.organization.publish(old);
    await stage.organization.until({ state: 'stored', heldTokenId: old.tokenId });
    for (const { url } of [one, two, three]) await setFaults(url, [{ kind: 'latency', latencyMs: 150 }]);
    await stage.organization.publish(old, compromised);
    await waitFor(() => stage.scene.tokenAdmin.valuesGiven.includes(compromised.tokenId));
    await stage.organization.publish(old, { ...compromised, state: 'revoked' });
    await stage.organization.until({ state: 'stored', heldTokenId: old.tokenId, wantedTokenId: old.tokenId });
    for (const { tenant } of [one, two, three]) {
      for (const platform of ['ios', 'android'] as const) {
        for (const { id } of await tenant.devices(platform)) {
          await waitFor(async () => {
            await tenant.checkIn(id);
            return (await tenant.configurationOf(id, testApps[platform]))?.[testKey] === 'old-value';
          });
        }
      }
    }
  });

  it('by an MDM that is down goes on when it is back', async () => {
    const setUp = await setUpWorkspaceOne(stage.scene.simulators.urls.workspaceOne);
    await stage.organization.connect({ vendor: 'workspace-one', fields: setUp.fields });
    await setFaults(setUp.url, [{ kind: 'answer', status: 503, times: 8 }]);
    const token = stage.scene.tokenAdmin.newToken('value-one');
    await stage.organization.publish(token);
    await stage.organization.until({ state: 'stored', heldTokenId: token.tokenId });
  });

  it('by a vendor that takes a write and loses it is not called delivered, and is written again', async () => {
    const setUp = await setUpWorkspaceOne(stage.scene.simulators.urls.workspaceOne);
    const iosOnly = { ios: { bundleId: testApps.ios } };
    await stage.organization.connect({ vendor: 'workspace-one', fields: setUp.fields, apps: iosOnly });
    // As often as one turn begins anew: a loss that the turn gets over by itself is no trouble to tell of.
    const lostWrites = 3;
    await setFaults(setUp.url, [
      { kind: 'accepted-but-not-stored', times: lostWrites, match: { method: 'PUT' } },
    ]);
    const token = stage.scene.tokenAdmin.newToken('value-one');
    await stage.organization.publish(token);
    await waitFor(async () =>
      (await stage.organization.deliveries()).some(({ lastError }) => lastError?.code === 'write-not-kept'),
    );
    await expect(stage.organization.events()).resolves.not.toContainEqual(
      expect.objectContaining({ type: 'TokenDelivered' }),
    );
    await stage.organization.until({ state: 'stored', heldTokenId: token.tokenId });
    const writes = (await requestsTo(setUp.url)).filter(
      ({ method, tenant }) => method === 'PUT' && tenant === setUp.tenant.described.tenant,
    );
    expect(writes).toHaveLength(lostWrites + 1);
  });

  it('by an answer that is lost does not make a second policy in Intune', async () => {
    const setUp = await setUpIntune(stage.scene.simulators.urls.intune);
    await stage.organization.connect({
      vendor: 'intune',
      fields: setUp.fields,
      apps: { ios: { bundleId: testApps.ios } },
    });
    await setFaults(setUp.url, [
      { kind: 'lost-answer', times: 1, match: { method: 'POST', path: 'mobileAppConfigurations$' } },
    ]);
    const token = stage.scene.tokenAdmin.newToken('value-one');
    await stage.organization.publish(token);
    await stage.organization.until({ state: 'stored', heldTokenId: token.tokenId });
    const created = (await requestsTo(setUp.url)).filter(
      ({ method, path, tenant }) =>
        method === 'POST' &&
        path.endsWith('/mobileAppConfigurations') &&
        tenant === setUp.tenant.described.tenant,
    );
    expect(created).toHaveLength(1);
  });
});
