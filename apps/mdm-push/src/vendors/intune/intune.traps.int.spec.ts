import { isolatedReaders } from '../../fixtures/isolated-readers.ts';
import { forgetRequests, requestsTo, setFaults } from '../../fixtures/simulators.ts';
import { VendorStage } from '../../fixtures/vendor-stage.ts';
import { valueLike } from '../../fixtures/test-attempt.ts';
import { graph as asAdministrator, policiesOf, type Policy } from './as-administrator.fixture.ts';
import { setUpIntune } from './intune.fixtures.ts';
import { IntuneVendor } from './intune.vendor.ts';

describe('traps of Microsoft Intune', () => {
  const stage = new VendorStage({
    simulated: 'intune',
    adapter: new IntuneVendor(isolatedReaders()),
    setUp: setUpIntune,
  });

  const graph = (method: string, path: string, body?: object): Promise<unknown> =>
    asAdministrator(stage.setUp, method, path, body);
  const policies = (): Promise<Policy[]> => policiesOf(stage.setUp);
  const policyByHand = async (content: object): Promise<Policy> => {
    const { apps } = stage.setUp.tenant.described as unknown as { apps: { ios: { id: string } } };
    return (await graph('POST', 'mobileAppConfigurations', {
      '@odata.type': '#microsoft.graph.iosMobileAppConfiguration',
      displayName: 'By hand',
      description: 'made by an administrator',
      targetedMobileApps: [apps.ios.id],
      ...content,
    })) as Policy;
  };
  const setting = (appConfigKey: string, appConfigKeyValue: string) => ({
    appConfigKey,
    appConfigKeyType: 'stringType',
    appConfigKeyValue,
  });

  it.each([true, false])('a change is answered with a body or without one: %s', async (patchAnswersBody) => {
    await stage.setUp.tenant.set({ patchAnswersBody });
    const drive = stage.open();
    await drive.deliver('ios', 'value-one');
    await expect(drive.deliver('ios', 'value-two')).resolves.toMatchObject({ holds: 'wanted' });
  });

  it('the documented assign route is refused, the one with the type cast works', async () => {
    await forgetRequests(stage.url);
    await stage.open().deliver('ios', 'value-one');
    const assigns = (await requestsTo(stage.url)).filter(({ path }) => path.endsWith('/assign'));
    expect(assigns.length).toBeGreaterThan(0);
    expect(
      assigns.every(
        ({ path, status }) =>
          path.includes('microsoft.graph.managedDeviceMobileAppConfiguration/assign') && status < 300,
      ),
    ).toBe(true);
  });

  it('assigning replaces the list: the groups of others stay', async () => {
    const drive = stage.open();
    await drive.deliver('ios', 'value-one');
    const [policy] = await policies();
    const { groups } = stage.setUp.tenant.described as unknown as { groups: { id: string }[] };
    const target = { '@odata.type': '#microsoft.graph.groupAssignmentTarget', groupId: groups[1]?.id };
    await graph(
      'POST',
      `mobileAppConfigurations/${policy?.id ?? ''}/microsoft.graph.managedDeviceMobileAppConfiguration/assign`,
      { assignments: [{ target }] },
    );
    await expect(drive.inspect('ios', 'value-one')).resolves.toMatchObject({ holds: 'other' });
    await drive.deliver('ios', 'value-one');
    const { value } = (await graph('GET', `mobileAppConfigurations/${policy?.id ?? ''}/assignments`)) as {
      value: { target: { groupId: string } }[];
    };
    expect(value.map(({ target: { groupId } }) => groupId).toSorted()).toEqual(
      groups.map(({ id }) => id).toSorted(),
    );
  });

  it('a new policy may not be found for a while: no second one is made', async () => {
    await stage.setUp.tenant.set({ visibleAfterMs: 2_500 });
    await expect(stage.open().deliver('ios', 'value-one')).resolves.toMatchObject({ holds: 'wanted' });
    await expect(policies()).resolves.toHaveLength(1);
  });

  it('a policy that an administrator made is taken over where it stands, with its other keys', async () => {
    const made = await policyByHand({
      settings: [setting('other', 'kept'), setting('PINGID_MDM_TOKEN', 'from-before')],
    });
    await stage.open().deliver('ios', 'value-one');
    await expect(policies()).resolves.toMatchObject([
      {
        id: made.id,
        description: 'made by an administrator',
        settings: [setting('other', 'kept'), setting('PINGID_MDM_TOKEN', 'value-one')],
      },
    ]);
    await stage.open().deliver('ios', null);
    await expect(policies()).resolves.toMatchObject([{ id: made.id, settings: [setting('other', 'kept')] }]);
  });

  it('a policy that was entered as XML is edited as XML: other keys, types and comments stay', async () => {
    const xml = (entry: string): string =>
      `<dict>\n\t<!-- of the help desk -->\n\t<key>count</key><integer>3</integer>\n\t<key>PINGID</key>\n\t<dict><key>PINGID_MDM_TOKEN</key><string>not this one</string></dict>${entry}\n</dict>`;
    const entry = (value: string): string => `\n\t<key>PINGID_MDM_TOKEN</key>\n\t<string>${value}</string>`;
    const { id } = await policyByHand({
      encodedSettingXml: Buffer.from(xml(entry('from-before'))).toString('base64'),
    });
    const xmlNow = async (): Promise<string> => {
      const { encodedSettingXml, settings } = (await policies())[0] ?? {};
      expect(settings).toEqual([]);
      return Buffer.from(encodedSettingXml ?? '', 'base64').toString('utf8');
    };
    await expect(stage.open().deliver('ios', 'a & <b>')).resolves.toMatchObject({ holds: 'wanted' });
    await expect(xmlNow()).resolves.toBe(xml(entry('a &amp; &lt;b&gt;')));
    await stage.setUp.tenant.editByHand('ios', 'by hand');
    await expect(stage.open().inspect('ios', 'a & <b>')).resolves.toMatchObject({ holds: 'other' });
    await stage.open().deliver('ios', null);
    await expect(xmlNow()).resolves.toBe(xml(''));
    await expect(policies()).resolves.toMatchObject([{ id, description: 'made by an administrator' }]);
  });

  it('a policy whose XML holds only the key is not deleted when somebody else made it', async () => {
    const xml = '<dict><key>PINGID_MDM_TOKEN</key><string>one</string></dict>';
    await policyByHand({ encodedSettingXml: Buffer.from(xml).toString('base64') });
    await expect(stage.open().write('ios', null)).rejects.toMatchObject({
      code: 'configuration-unsupported',
    });
    await expect(policies()).resolves.toHaveLength(1);
  });

  it('two policies with the key are a conflict on the device, which only a person can decide', async () => {
    await policyByHand({ settings: [setting('PINGID_MDM_TOKEN', 'one')] });
    await policyByHand({ settings: [setting('PINGID_MDM_TOKEN', 'two')] });
    await expect(stage.open().inspect('ios', 'one')).rejects.toMatchObject({
      code: 'configuration-ambiguous',
    });
  });

  it('of two policies with our mark looks change nothing, and a write leaves one', async () => {
    const drive = stage.open();
    await drive.deliver('ios', 'value-one');
    const [{ description } = { description: '' }] = await policies();
    await policyByHand({ description, settings: [setting('PINGID_MDM_TOKEN', 'value-one')] });
    await forgetRequests(stage.url);
    await expect(drive.inspect('ios', 'value-one')).resolves.toMatchObject({ holds: 'other' });
    const items = await drive.session.readiness([drive.slot('ios'), drive.slot('android')], drive.attempt);
    expect(items.length).toBeGreaterThan(0);
    const changes = (await requestsTo(stage.url)).filter(
      ({ method, path }) => method !== 'GET' && !path.endsWith('/token'),
    );
    expect(changes).toEqual([]);
    await expect(policies()).resolves.toHaveLength(2);
    await drive.deliver('ios', 'value-one');
    await expect(policies()).resolves.toHaveLength(1);
  });

  it.each([404, 429, 500, 503])(
    'counts that cannot be had are unknown, and hinder nothing: %s',
    async (status) => {
      await setFaults(stage.url, [
        { kind: 'answer', status, retryAfter: 0.1, match: { path: 'deviceStatusSummary' } },
      ]);
      const delivered = await stage.open().deliver('ios', 'value-one');
      expect(delivered).toMatchObject({ holds: 'wanted', counts: null });
    },
  );

  it('a policy that holds only the key is not deleted when somebody else made it', async () => {
    await policyByHand({ settings: [setting('PINGID_MDM_TOKEN', 'one')] });
    await expect(stage.open().write('ios', null)).rejects.toMatchObject({
      code: 'configuration-unsupported',
    });
    await expect(policies()).resolves.toHaveLength(1);
  });

  it('a policy that nobody is assigned to is not called delivered', async () => {
    const drive = stage.open({ assignToGroupIds: [] });
    const refused = { code: 'app-not-assigned' };
    await expect(drive.write('ios', 'value-one')).rejects.toMatchObject(refused);
    await expect(drive.inspect('ios', 'value-one')).rejects.toMatchObject(refused);
  });

  it('an app that Intune does not have is named: a policy for it would reach nobody', async () => {
    const drive = stage.open();
    const slot = { ...drive.slot('ios'), appId: 'com.example.none' };
    await expect(drive.session.inspect(slot, valueLike('x'), drive.attempt)).rejects.toMatchObject({
      code: 'app-not-found',
    });
    await expect(drive.session.inspect(slot, null, drive.attempt)).resolves.toMatchObject({
      holds: 'wanted',
    });
  });

  it('several apps of one bundle id are not guessed among: the connection says which one is meant', async () => {
    const { apps } = stage.setUp.tenant.described as unknown as { apps: { ios: { id: string } } };
    await stage.setUp.tenant.set({ duplicateIosApp: true });
    await expect(stage.open().write('ios', 'x')).rejects.toMatchObject({
      code: 'app-ambiguous',
      detail: expect.stringContaining('mobileAppIds.ios') as string,
    });
    await expect(policies()).resolves.toEqual([]);
    const drive = stage.open({ mobileAppIds: { ios: apps.ios.id } });
    await expect(drive.deliver('ios', 'value-one')).resolves.toMatchObject({ holds: 'wanted' });
  });

  it('a permission that was granted since is not in the access token at hand: a new one is asked for', async () => {
    await stage.setUp.tenant.set({ roles: ['DeviceManagementManagedDevices.Read.All'] });
    const drive = stage.open();
    await expect(drive.inspect('ios', 'x')).rejects.toMatchObject({ code: 'permission-missing' });
    await stage.setUp.tenant.set({ roles: ['DeviceManagementApps.ReadWrite.All'] });
    await expect(drive.deliver('ios', 'value-one')).resolves.toMatchObject({ holds: 'wanted' });
  });

  it('Multi Admin Approval waits for a second administrator, and is not tried again and again', async () => {
    await stage.setUp.tenant.set({ multiAdminApproval: true });
    await expect(stage.open().write('ios', 'x')).rejects.toMatchObject({ code: 'approval-needed' });
  });

  it('a tenant without an Intune licence is told from a wrong setting', async () => {
    await stage.setUp.tenant.set({ licensed: false });
    await expect(stage.open().inspect('ios', 'x')).rejects.toMatchObject({ code: 'tenant-unavailable' });
  });

  it('a tenant that does not exist is a wrong setting', async () => {
    await expect(
      stage.open({ tenantId: 'no-such-tenant.example' }).inspect('ios', 'x'),
    ).rejects.toMatchObject({
      code: 'settings-refused',
    });
  });

  it('access tokens that end early are replaced', async () => {
    const drive = stage.open();
    await drive.deliver('ios', 'value-one');
    await setFaults(stage.url, [{ kind: 'answer', status: 401, times: 1 }]);
    await expect(drive.inspect('ios', 'value-one')).resolves.toMatchObject({ holds: 'wanted' });
  });

  it('the counts of devices belong to a version of the policy: an older one says nothing of the new value', async () => {
    await stage.setUp.tenant.set({ summaryLagMs: 60_000 });
    const drive = stage.open();
    await drive.deliver('ios', 'value-one');
    const { counts } = await drive.deliver('ios', 'value-two');
    expect(counts?.holding ?? 0).toBe(0);
  });
});
