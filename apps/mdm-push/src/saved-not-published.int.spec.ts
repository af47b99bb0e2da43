import { waitFor } from '@mdm-gate/testing';
import { SceneStage } from './fixtures/scene-stage.ts';
import { testKey } from './fixtures/drive.ts';
import { forgetRequests, requestsTo } from './fixtures/simulators.ts';
import { setUpWorkspaceOne, type WorkspaceOneSetUp } from './vendors/workspace-one/workspace-one.fixtures.ts';

const iosOnly = { ios: { bundleId: 'com.pingidentity.pingid.prod' } };

describe('what Workspace ONE saved and did not publish', () => {
  const stage = new SceneStage();

  const held = async ({ tenant }: WorkspaceOneSetUp): Promise<unknown> => {
    const [device] = await tenant.devices('ios');
    await tenant.checkIn(device?.id ?? '');
    return (await tenant.configurationOf(device?.id ?? '', iosOnly.ios.bundleId))?.[testKey];
  };
  const puts = async ({ url }: WorkspaceOneSetUp): Promise<readonly number[]> =>
    (await requestsTo(url)).filter(({ method }) => method === 'PUT').map(({ status }) => status);

  /** Everything that is saved stays unpublished, and a token is wanted. */
  const unpublished = async (value: string) => {
    const setUp = await setUpWorkspaceOne(stage.scene.simulators.urls.workspaceOne);
    await setUp.tenant.set({ publishFailures: 1_000 });
    const { fields } = setUp;
    const { connectionId } = await stage.organization.connect({
      vendor: 'workspace-one',
      fields,
      apps: iosOnly,
    });
    const token = stage.scene.tokenAdmin.newToken(value);
    await stage.organization.publish(token);
    const [delivery] = await stage.organization.until({ state: 'failing', heldTokenId: null });
    expect(delivery?.lastError?.code).toBe('write-not-published');
    return { setUp, connectionId, token };
  };
  const eventTypes = async () => (await stage.organization.events()).map(({ type }) => type);

  it('is written again before anything is said, however often it was not', async () => {
    const { setUp, connectionId, token } = await unpublished('value-one');
    await waitFor(async () => (await puts(setUp)).length >= 6);
    expect(await held(setUp)).toBeUndefined();
    expect(await eventTypes()).not.toContain('TokenDelivered');
    await setUp.tenant.set({ publishFailures: 0 });
    await stage.organization.pushNow(connectionId);
    await stage.organization.until({ state: 'stored', heldTokenId: token.tokenId });
    expect(await held(setUp)).toBe('value-one');
    expect((await puts(setUp)).at(-1)).toBe(202);
  });

  it('is remembered over a restart: the next replica writes it, although it reads the value back already', async () => {
    const { setUp, token } = await unpublished('value-two');
    const [replica] = stage.scene.replicas;
    replica?.kill('SIGKILL');
    await replica?.waitForExit();
    await setUp.tenant.set({ publishFailures: 0 });
    await forgetRequests(setUp.url);
    await stage.scene.startReplica();
    await stage.organization.until({ state: 'stored', heldTokenId: token.tokenId });
    expect(await puts(setUp)).toEqual([202]);
    expect(await held(setUp)).toBe('value-two');
  });

  it('of a withdrawal is written again as well', async () => {
    const { setUp, connectionId, token } = await unpublished('value-three');
    await setUp.tenant.set({ publishFailures: 0 });
    await stage.organization.pushNow(connectionId);
    await stage.organization.until({ state: 'stored', heldTokenId: token.tokenId });
    await setUp.tenant.set({ publishFailures: 1_000 });
    await stage.organization.publish({ ...token, state: 'revoked' });
    await stage.organization.until({ state: 'failing', wantedTokenId: null });
    expect(await held(setUp)).toBe('value-three');
    await setUp.tenant.set({ publishFailures: 0 });
    await stage.organization.pushNow(connectionId);
    await stage.organization.until({ state: 'stored', heldTokenId: null, wantedTokenId: null });
    expect(await held(setUp)).toBeUndefined();
  });
});
