import { exportConfiguration, type NewMdmConnection } from '@mdm-gate/contracts';
import { policiesOf } from '../vendors/intune/as-administrator.fixture.ts';
import { TestOrganization, type GivenConnection as ConnectFields } from '../fixtures/scene.ts';
import { SceneStage } from '../fixtures/scene-stage.ts';
import { setUpIntune } from '../vendors/intune/intune.fixtures.ts';
import { setUpMobileiron } from '../vendors/mobileiron/mobileiron.fixtures.ts';
import { setUpWorkspaceOne } from '../vendors/workspace-one/workspace-one.fixtures.ts';

describe('connections beside others', () => {
  const stage = new SceneStage();
  const setUps = {
    intune: () => setUpIntune(stage.scene.simulators.urls.intune),
    'workspace-one': () => setUpWorkspaceOne(stage.scene.simulators.urls.workspaceOne),
    'ivanti-neurons': () => setUpMobileiron(stage.scene.simulators.urls.mobileiron),
    'ivanti-epmm': () => setUpMobileiron(stage.scene.simulators.urls.mobileiron),
  } as const;
  type Vendor = keyof typeof setUps;
  const vendors: readonly Vendor[] = ['intune', 'workspace-one', 'ivanti-neurons', 'ivanti-epmm'];
  const otherApps: NewMdmConnection['apps'] = { ios: { bundleId: 'com.example.other' } };

  describe.each(vendors)('of %s', (vendor) => {
    const connect = async () => {
      const { fields } = await setUps[vendor]();
      await stage.organization.connect({ vendor, fields: { ...fields, name: 'The first' } });
      return fields;
    };

    it('are refused in the place of the first, by its name', async () => {
      const fields = await connect();
      await expect(stage.organization.connect({ vendor, fields })).rejects.toMatchObject({
        code: 'conflict',
        detail: expect.stringContaining('"The first"') as string,
      });
    });

    it('are one when several are added at the same instant', async () => {
      const { fields } = await setUps[vendor]();
      const adds = await Promise.allSettled(
        Array.from({ length: 5 }, () => stage.organization.connect({ vendor, fields })),
      );
      expect(adds.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    it('are welcome in another organization, which is told nothing', async () => {
      const fields = await connect();
      const { organization } = stage;
      const another = new TestOrganization(stage.scene.tokenAdmin);
      await expect(another.connect({ vendor, fields })).resolves.toMatchObject({ vendor });
      expect(another.organizationId).not.toBe(organization.organizationId);
    });
  });

  it.each(['intune', 'workspace-one'] as const)('of %s are welcome for another app', async (vendor) => {
    const { fields } = await setUps[vendor]();
    await stage.organization.connect({ vendor, fields });
    await expect(stage.organization.connect({ vendor, fields, apps: otherApps })).resolves.toMatchObject({
      apps: otherApps,
    });
  });

  it('of Intune leave the policy of a sister for another app alone, and are delivered to beside it', async () => {
    const { fields } = await setUpIntune(stage.scene.simulators.urls.intune);
    const { apps } = await stage.organization.connect({ vendor: 'intune', fields });
    const { ios } = apps;
    if (ios === undefined) throw new Error('There is no app for iOS');
    const token = stage.scene.tokenAdmin.newToken('value-one');
    await stage.organization.publish(token);
    await stage.organization.until({ state: 'stored', heldTokenId: token.tokenId });
    await stage.organization.connect({
      vendor: 'intune',
      fields: { ...fields, configurationKey: 'ANOTHER_KEY' },
    });
    await stage.organization.until({ state: 'stored', heldTokenId: token.tokenId });
    const next = stage.scene.tokenAdmin.newToken('value-two');
    await stage.organization.publish(token, next);
    await stage.organization.until({ state: 'stored', heldTokenId: next.tokenId });
  });

  describe('side by side in one tenant are each delivered to', () => {
    const bothStored = async (first: ConnectFields, second: ConnectFields): Promise<void> => {
      await stage.organization.connect(first);
      await stage.organization.connect(second);
      const token = stage.scene.tokenAdmin.newToken('value-one');
      await stage.organization.publish(token);
      const stored = { state: 'stored', heldTokenId: token.tokenId } as const;
      const deliveries = await stage.organization.until(stored);
      expect(deliveries).toHaveLength(3);
      const next = stage.scene.tokenAdmin.newToken('value-two');
      await stage.organization.publish(token, next);
      await stage.organization.until({ state: 'stored', heldTokenId: next.tokenId });
    };

    it('of Intune, for different apps: a policy for each', async () => {
      const setUp = await setUpIntune(stage.scene.simulators.urls.intune);
      const { fields } = setUp;
      const apps = { ios: { bundleId: 'com.example.field1' } };
      await bothStored({ vendor: 'intune', fields }, { vendor: 'intune', fields, apps });
      const policies = await policiesOf(setUp);
      const targets = policies.map(({ targetedMobileApps }) => targetedMobileApps.join());
      expect(new Set(targets).size).toBe(3);
      expect(policies).toHaveLength(3);
    });

    it('of Workspace ONE, for different apps', async () => {
      const { fields, tenant } = await setUpWorkspaceOne(stage.scene.simulators.urls.workspaceOne);
      const smartGroupUuids = [tenant.described.smartGroups[0]?.uuid];
      const settings = { ...fields.settings, smartGroupUuids, assignUnassignedAppAs: 'ON_DEMAND' };
      const apps = { ios: { bundleId: 'com.example.mail' } };
      await bothStored(
        { vendor: 'workspace-one', fields },
        { vendor: 'workspace-one', fields: { ...fields, settings }, apps },
      );
    });

    it.each(['ivanti-neurons', 'ivanti-epmm'] as const)('of %s, in different attributes', async (vendor) => {
      const variant = vendor === 'ivanti-epmm' ? 'epmm' : undefined;
      const { fields, tenant } = await setUpMobileiron(stage.scene.simulators.urls.mobileiron, variant);
      await tenant.set({ deviceAttributes: ['pingidmdmtoken', 'second', 'costcenter'] });
      const settings = { ...fields.settings, attribute: 'second' };
      const apps = { ios: { bundleId: 'com.example.second' } };
      const enrolled = [...(await tenant.devices('ios')), ...(await tenant.devices('android'))];
      const coming = setInterval(() => {
        for (const { id } of enrolled) void tenant.checkIn(id).catch(() => undefined);
      }, 1_000);
      try {
        await bothStored({ vendor, fields }, { vendor, fields: { ...fields, settings }, apps });
      } finally {
        clearInterval(coming);
      }
    });
  });

  describe('that would replace the wanted value', () => {
    it.each([
      ['workspace-one', 'x{DeviceUid}yz'],
      ['ivanti-neurons', 'a$EMAIL$bcd'],
    ] as const)('of %s are not written to: %s', async (vendor, value) => {
      const { fields } = await setUps[vendor]();
      await stage.organization.connect({ vendor, fields });
      await stage.organization.publish(stage.scene.tokenAdmin.newToken(value));
      const [delivery] = await stage.organization.until({ state: 'blocked', heldTokenId: null });
      expect(delivery?.lastError?.code).toBe('value-replaced');
      const better = stage.scene.tokenAdmin.newToken('better-value');
      await stage.organization.publish(better);
      await stage.organization.until({ state: 'stored', heldTokenId: better.tokenId });
    });

    it('without an API get no files with it', async () => {
      const { connectionId } = await stage.organization.connect({
        vendor: 'other',
        fields: { settings: {}, credentials: {} },
      });
      await stage.organization.publish(stage.scene.tokenAdmin.newToken('tok-$SERIALNUMBER'));
      await stage.organization.until({ state: 'awaiting-confirmation' });
      const { organizationId } = stage.organization;
      await expect(
        stage.scene.tokenAdmin.ask(exportConfiguration, { organizationId, connectionId, correlationId: 'x' }),
      ).rejects.toMatchObject({ code: 'token-value-replaced' });
    });
  });
});
