import { setFaults } from '../../fixtures/simulators.ts';
import { VendorStage } from '../../fixtures/vendor-stage.ts';
import { valueLike } from '../../fixtures/test-attempt.ts';
import { setUpWorkspaceOne } from './workspace-one.fixtures.ts';
import { WorkspaceOneVendor } from './workspace-one.vendor.ts';

interface Rules {
  assignments: { distribution: object; application_configuration: { key: string; value: string }[] }[];
}

describe('traps of Workspace ONE UEM', () => {
  const stage = new VendorStage({
    simulated: 'workspaceOne',
    adapter: new WorkspaceOneVendor(),
    setUp: setUpWorkspaceOne,
  });

  /** As an administrator's own script would. */
  const asAdministrator = async (method: 'GET' | 'PUT', body?: object): Promise<Rules> => {
    const { apiUrl, basic, tenantCode, apps } = stage.setUp.tenant.described;
    const response = await fetch(`${apiUrl}/api/mam/apps/${apps.ios.uuid}/assignment-rules`, {
      method,
      headers: {
        authorization: `Basic ${btoa(`${basic.userName}:${basic.password}`)}`,
        'aw-tenant-code': tenantCode,
        accept: 'application/json;version=2',
        'content-type': 'application/json',
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} answered ${response.status}: ${await response.text()}`);
    return method === 'GET' ? ((await response.json()) as Rules) : { assignments: [] };
  };
  const withoutConfiguration = ({ assignments, ...rest }: Rules): unknown => ({
    ...rest,
    assignments: assignments.map((assignment) => ({ ...assignment, application_configuration: undefined })),
  });

  it('a PUT replaces everything: each assignment is kept as it was, but for the key', async () => {
    const before = await asAdministrator('GET');
    await stage.open().deliver('ios', 'value-one');
    const after = await asAdministrator('GET');
    expect(withoutConfiguration(after)).toEqual(withoutConfiguration(before));
    for (const [index, { application_configuration: entries }] of after.assignments.entries()) {
      const others = before.assignments[index]?.application_configuration ?? [];
      expect(entries).toMatchObject([...others, { key: 'PINGID_MDM_TOKEN', value: 'value-one' }]);
    }
  });

  it('an app search without a hit is 204 without a body', async () => {
    const drive = stage.open();
    const slot = { ...drive.slot('ios'), appId: 'com.example.none' };
    await expect(drive.session.inspect(slot, valueLike('x'), drive.attempt)).rejects.toMatchObject({
      code: 'app-not-found',
    });
  });

  it('an app that is assigned to nobody has no place for the key', async () => {
    await asAdministrator('PUT', {
      ...(await asAdministrator('GET')),
      assignments: [],
      excluded_smart_groups: [],
    });
    await expect(stage.open().write('ios', 'x')).rejects.toMatchObject({ code: 'app-not-assigned' });
  });

  it('an app that is assigned to nobody is assigned when the connection says to whom and how', async () => {
    await asAdministrator('PUT', {
      ...(await asAdministrator('GET')),
      assignments: [],
      excluded_smart_groups: [],
    });
    const group = stage.setUp.tenant.described.smartGroups[0]?.uuid;
    await stage
      .open({ smartGroupUuids: [group], assignUnassignedAppAs: 'ON_DEMAND' })
      .deliver('ios', 'value-one');
    await expect(asAdministrator('GET')).resolves.toMatchObject({
      assignments: [
        {
          distribution: { app_delivery_method: 'ON_DEMAND' },
          application_configuration: [{ value: 'value-one' }],
        },
      ],
    });
  });

  it('an app of another organization group is not taken for ours', async () => {
    const drive = stage.open({ organizationGroupUuid: '99999999-0000-4000-8000-000000000000' });
    await expect(drive.inspect('ios', 'x')).rejects.toMatchObject({ code: 'app-not-found' });
  });

  it('an account that may read and not write is told so', async () => {
    await stage.setUp.tenant.set({ mayWrite: false });
    const drive = stage.open();
    await drive.inspect('ios', 'x');
    await expect(drive.write('ios', 'x')).rejects.toMatchObject({ code: 'permission-missing' });
  });

  it('types of entries come as numbers from some servers, and go back as they came', async () => {
    await stage.setUp.tenant.set({ typesAsNumbers: true });
    const drive = stage.open();
    await drive.deliver('ios', 'value-one');
    await expect(drive.deliver('ios', 'value-two')).resolves.toMatchObject({ holds: 'wanted' });
  });

  it('Basic credentials need the tenant code beside them', async () => {
    const { basic, tenantCode } = stage.setUp.tenant.described;
    const credentials = { username: basic.userName, password: basic.password, tenantCode };
    await expect(stage.open({}, credentials).deliver('android', 'value-one')).resolves.toMatchObject({
      holds: 'wanted',
    });
    const wrong = stage.open({}, { ...credentials, tenantCode: 'wrong' });
    await expect(wrong.inspect('android', 'x')).rejects.toMatchObject({ code: 'credentials-refused' });
  });

  it('a value that an administrator doubled by hand in one assignment of several is seen', async () => {
    const drive = stage.open();
    await drive.deliver('ios', 'value-one');
    const rules = await asAdministrator('GET');
    const [first] = rules.assignments;
    const entry = first?.application_configuration.find(({ key }) => key === 'PINGID_MDM_TOKEN');
    if (entry !== undefined) entry.value = 'by-hand';
    await asAdministrator('PUT', rules);
    await expect(drive.inspect('ios', 'value-one')).resolves.toMatchObject({ holds: 'other' });
  });

  it('an access token that was taken back is replaced', async () => {
    const drive = stage.open();
    await drive.inspect('ios', 'x');
    await setFaults(stage.url, [{ kind: 'answer', status: 401, times: 1 }]);
    await expect(drive.inspect('ios', 'x')).resolves.toMatchObject({ holds: 'nothing' });
  });
});
