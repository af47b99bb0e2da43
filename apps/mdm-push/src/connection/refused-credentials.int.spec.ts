import { changeConnection, testConnection, type RequestOf } from '@mdm-gate/contracts';
import { waitFor } from '@mdm-gate/testing';
import { SceneStage } from '../fixtures/scene-stage.ts';
import { forgetRequests, requestsTo } from '../fixtures/simulators.ts';
import type { VendorSetUp } from '../fixtures/vendor-stage.ts';
import { setUpIntune } from '../vendors/intune/intune.fixtures.ts';
import { setUpMobileiron } from '../vendors/mobileiron/mobileiron.fixtures.ts';
import { setUpWorkspaceOne } from '../vendors/workspace-one/workspace-one.fixtures.ts';

const iosOnly = { ios: { bundleId: 'com.pingidentity.pingid.prod' } };

describe.each([
  { vendor: 'intune', simulated: 'intune', setUp: setUpIntune },
  { vendor: 'workspace-one', simulated: 'workspaceOne', setUp: setUpWorkspaceOne },
  { vendor: 'ivanti-neurons', simulated: 'mobileiron', setUp: setUpMobileiron },
] as const)('credentials that $vendor refuses', ({ vendor, simulated, setUp }) => {
  const stage = new SceneStage();

  /** A delivery that was refused; the journal of requests begins after it. */
  const refused = async (): Promise<{ connectionId: string; tenant: VendorSetUp }> => {
    const tenant: VendorSetUp = await setUp(stage.scene.simulators.urls[simulated]);
    const fields = { ...tenant.fields, credentials: tenant.wrongCredentials };
    const { connectionId } = await stage.organization.connect({ vendor, fields, apps: iosOnly });
    await stage.organization.publish(stage.scene.tokenAdmin.newToken('value-one'));
    const [delivery] = await stage.organization.until({ state: 'blocked' });
    expect(delivery?.lastError).toMatchObject({ code: 'credentials-refused' });
    await forgetRequests(tenant.url);
    return { connectionId, tenant };
  };
  const asked = async ({ url }: VendorSetUp): Promise<number> => (await requestsTo(url)).length;

  it('are not sent again by a new token, nor after a restart, and once when somebody asks for it', async () => {
    const { connectionId, tenant } = await refused();
    const token = stage.scene.tokenAdmin.newToken('value-two');
    await stage.organization.publish(token);
    await stage.organization.until({ state: 'blocked', wantedTokenId: token.tokenId });
    const other = await stage.scene.startReplica();
    expect(await asked(tenant)).toBe(0);
    await stage.organization.pushNow(connectionId);
    await waitFor(async () => (await asked(tenant)) === 1);
    const request = { organizationId: stage.organization.organizationId, connectionId };
    await expect(stage.scene.tokenAdmin.ask(testConnection, request)).resolves.toMatchObject({
      items: [{ item: 'credentials', state: 'failing' }],
    });
    expect(await asked(tenant)).toBe(2);
    await other.stop();
  });
});

describe('an account that is signed in by password', () => {
  const stage = new SceneStage();
  const accounts = {
    'workspace-one': async () => {
      const { fields, url, tenant } = await setUpWorkspaceOne(stage.scene.simulators.urls.workspaceOne);
      const { basic, tenantCode } = tenant.described;
      const credentials = { username: basic.userName, password: basic.password, tenantCode };
      return { fields: { ...fields, credentials }, url };
    },
    'ivanti-neurons': () => setUpMobileiron(stage.scene.simulators.urls.mobileiron),
    'ivanti-epmm': () => setUpMobileiron(stage.scene.simulators.urls.mobileiron, 'epmm'),
  } as const;

  it.each(['workspace-one', 'ivanti-neurons', 'ivanti-epmm'] as const)(
    'is not locked by a password that is wrong, whatever is wanted meanwhile, and works with the right one: %s',
    async (vendor) => {
      const { fields, url } = await accounts[vendor]();
      const refusals = async () => (await requestsTo(url)).filter(({ status }) => status === 401).length;
      const refusalsOfOthers = await refusals();
      const wrong = { ...fields, credentials: { ...fields.credentials, password: 'wrong' } };
      const { connectionId, version } = await stage.organization.connect({ vendor, fields: wrong });
      const { tokenAdmin } = stage.scene;
      const tokens = ['value-one', 'value-two', 'value-three'].map((value) => tokenAdmin.newToken(value));
      for (const [index, { tokenId }] of tokens.entries()) {
        await stage.organization.publish(...tokens.slice(0, index + 1));
        await stage.organization.until({ state: 'blocked', wantedTokenId: tokenId });
      }
      const other = await stage.scene.startReplica();
      expect((await refusals()) - refusalsOfOthers).toBeLessThanOrEqual(3);
      await tokenAdmin.ask(changeConnection, {
        organizationId: stage.organization.organizationId,
        connectionId,
        version,
        actor: { type: 'admin', id: 'test' },
        correlationId: 'test',
        accountMayChange: true,
        change: { credentials: fields.credentials },
      } as RequestOf<typeof changeConnection>);
      await stage.organization.until({ state: 'stored', heldTokenId: tokens[2]?.tokenId ?? null });
      await other.stop();
    },
  );
});
