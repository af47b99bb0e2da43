import { randomUUID } from 'node:crypto';
import { listDrifts, type Drift, type NewMdmConnection } from '@mdm-gate/contracts';
import { waitFor } from '@mdm-gate/testing';
import { z } from 'zod';
import { SceneStage } from './fixtures/scene-stage.ts';
import { setFaults } from './fixtures/simulators.ts';
import type { VendorSetUp } from './fixtures/vendor-stage.ts';
import { setUpIntune } from './vendors/intune/intune.fixtures.ts';
import { setUpMobileiron } from './vendors/mobileiron/mobileiron.fixtures.ts';
import { setUpWorkspaceOne } from './vendors/workspace-one/workspace-one.fixtures.ts';

const toldSchema = z.object({
  type: z.string(),
  tokenId: z.string().nullable().optional(),
  platform: z.string().optional(),
});

const takesNoChange = { kind: 'answer', status: 503, match: { method: 'PUT' } };

describe('the history of drifts', () => {
  const stage = new SceneStage();

  const drifts = async (connectionId: string): Promise<readonly Drift[]> => {
    const { organizationId } = stage.organization;
    return (await stage.scene.tokenAdmin.ask(listDrifts, { organizationId, connectionId })).items;
  };
  const untilDrifts = (connectionId: string, suits: (items: readonly Drift[]) => boolean) =>
    waitFor(async () => {
      const items = await drifts(connectionId);
      if (suits(items)) return items;
      throw new Error(JSON.stringify(items));
    });
  const withToken = async (vendor: NewMdmConnection['vendor'], setUp: VendorSetUp) => {
    const { connectionId } = await stage.organization.connect({ vendor, ...setUp });
    const token = stage.scene.tokenAdmin.newToken(`value-${randomUUID()}`);
    await stage.organization.publish(token);
    await stage.organization.until({ state: 'stored', heldTokenId: token.tokenId });
    return { connectionId, tokenId: token.tokenId, token };
  };
  const toldOf = async (tokenId: string): Promise<readonly unknown[]> => {
    const events = await stage.scene.tokenAdmin.history(stage.organization.organizationId);
    const about = events.map((event) => toldSchema.parse(event));
    return about
      .filter((each) => each.tokenId === tokenId && each.platform === 'ios')
      .map(({ type }) => type);
  };

  it.each([
    ['intune', 'intune', setUpIntune],
    ['workspace-one', 'workspaceOne', setUpWorkspaceOne],
    ['ivanti-neurons', 'mobileiron', setUpMobileiron],
  ] as const)('tells what %s held instead, and since when it is mended', async (vendor, simulated, set) => {
    const setUp = await set(stage.scene.simulators.urls[simulated]);
    const { connectionId, tokenId } = await withToken(vendor, setUp);
    await expect(drifts(connectionId)).resolves.toEqual([]);
    await setUp.tenant.editByHand('ios', 'changed-by-hand');
    await stage.organization.pushNow(connectionId);
    const [changed, ...before] = await untilDrifts(connectionId, ([newest]) => newest?.end === 'mended');
    expect(before).toEqual([]);
    expect(changed).toMatchObject({ platform: 'ios', wantedTokenId: tokenId, held: 'something-else' });
    expect(Date.parse(changed?.endedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(changed?.foundAt ?? ''));
    expect(JSON.stringify(changed)).not.toContain('changed-by-hand');
    await stage.organization.until({ state: 'stored', heldTokenId: tokenId });
  });

  // Ivanti tells device by device: one without the value may be one that was enrolled since.
  it.each([
    ['intune', 'intune', setUpIntune],
    ['workspace-one', 'workspaceOne', setUpWorkspaceOne],
  ] as const)('tells that the value was taken out of %s', async (vendor, simulated, set) => {
    const setUp = await set(stage.scene.simulators.urls[simulated]);
    const { connectionId } = await withToken(vendor, setUp);
    await setUp.tenant.editByHand('ios', null);
    await stage.organization.pushNow(connectionId);
    const [taken] = await untilDrifts(connectionId, ([newest]) => newest?.end === 'mended');
    expect(taken).toMatchObject({ platform: 'ios', held: 'nothing' });
  });

  it('has what was changed while nobody could look', async () => {
    const setUp = await setUpWorkspaceOne(stage.scene.simulators.urls.workspaceOne);
    const { connectionId } = await withToken('workspace-one', setUp);
    await setFaults(setUp.url, [{ kind: 'answer', status: 503 }]);
    await stage.organization.pushNow(connectionId);
    await stage.organization.until({ state: 'failing' });
    await setUp.tenant.editByHand('ios', 'changed-by-hand');
    await setFaults(setUp.url, []);
    await stage.organization.pushNow(connectionId);
    await untilDrifts(connectionId, ([newest]) => newest?.platform === 'ios' && newest.end === 'mended');
  });

  it('goes on while the MDM takes no change, and claims nothing of what it holds', async () => {
    const setUp = await setUpWorkspaceOne(stage.scene.simulators.urls.workspaceOne);
    const { connectionId, tokenId } = await withToken('workspace-one', setUp);
    await setFaults(setUp.url, [takesNoChange]);
    await setUp.tenant.editByHand('ios', 'changed-by-hand');
    await stage.organization.pushNow(connectionId);
    const [failing] = await stage.organization.until({ state: 'failing', heldTokenId: null }, 'ios');
    await stage.organization.pushNow(connectionId);
    await waitFor(async () => {
      const again = (await stage.organization.deliveries()).find(({ platform }) => platform === 'ios');
      return (again?.attempts ?? 0) > (failing?.attempts ?? 0);
    });
    await expect(drifts(connectionId)).resolves.toMatchObject([{ endedAt: null, end: null }]);
    await setFaults(setUp.url, []);
    await stage.organization.pushNow(connectionId);
    await stage.organization.until({ state: 'stored', heldTokenId: tokenId });
    await untilDrifts(connectionId, ([newest]) => newest?.end === 'mended');
    const told = ['TokenDelivered', 'DriftDetected', 'DeliveryFailed', 'TokenDelivered'];
    await waitFor(async () => (await toldOf(tokenId)).length === told.length);
    await expect(toldOf(tokenId)).resolves.toEqual(told);
  });

  it('ends with another wanted token when that comes first', async () => {
    const setUp = await setUpWorkspaceOne(stage.scene.simulators.urls.workspaceOne);
    const { connectionId, token } = await withToken('workspace-one', setUp);
    await setFaults(setUp.url, [takesNoChange]);
    await setUp.tenant.editByHand('android', null);
    await stage.organization.pushNow(connectionId);
    await untilDrifts(connectionId, ([newest]) => newest?.end === null);
    await stage.organization.publish(token, stage.scene.tokenAdmin.newToken('the-next-value'));
    const [superseded] = await untilDrifts(connectionId, ([newest]) => newest?.end === 'superseded');
    expect(superseded).toMatchObject({ platform: 'android', wantedTokenId: token.tokenId });
  });

  it('is of the own organization only', async () => {
    await expect(drifts(randomUUID())).rejects.toMatchObject({ code: 'not-found' });
  });
});
