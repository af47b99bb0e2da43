import { forgetRequests, requestsTo, setFaults } from '../../fixtures/simulators.ts';
import { VendorStage } from '../../fixtures/vendor-stage.ts';
import { valueLike } from '../../fixtures/test-attempt.ts';
import { asAdministrator as administer, type Rules } from './as-administrator.fixture.ts';
import { setUpWorkspaceOne } from './workspace-one.fixtures.ts';
import { WorkspaceOneVendor } from './workspace-one.vendor.ts';

describe('traps of Workspace ONE UEM', () => {
  const stage = new VendorStage({
    simulated: 'workspaceOne',
    adapter: new WorkspaceOneVendor(),
    setUp: setUpWorkspaceOne,
  });

  const asAdministrator = (method: 'GET' | 'PUT', body?: object): Promise<Rules> =>
    administer(stage.setUp, method, body === undefined ? {} : { body });
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
    await forgetRequests(stage.url);
    await expect(wrong.inspect('android', 'x')).rejects.toMatchObject({ code: 'credentials-refused' });
    // Once: accounts are locked after a few refusals.
    expect((await requestsTo(stage.url)).map(({ status }) => status)).toEqual([401]);
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

  it('several apps of one bundle id are not guessed among', async () => {
    await stage.setUp.tenant.set({ duplicateIosApp: true });
    await forgetRequests(stage.url);
    await expect(stage.open().write('ios', 'x')).rejects.toMatchObject({ code: 'app-ambiguous' });
    expect((await requestsTo(stage.url)).filter(({ method }) => method === 'PUT')).toEqual([]);
  });

  it.each([
    ['on one page', {}],
    ['on pages of one', { pageSizeMax: 1 }],
  ])(
    'a public and a purchased app of one bundle id, %s, are told apart by a setting, and only the one that is meant is written',
    async (_, pages) => {
      await stage.setUp.tenant.set({ secondIosAppAs: 'Purchased', ...pages });
      await expect(stage.open().write('ios', 'x')).rejects.toMatchObject({
        code: 'app-ambiguous',
        detail: expect.stringMatching(/public.*purchased.*appTypes\.ios/) as string,
      });
      const isPublicWritten = async (): Promise<boolean> =>
        JSON.stringify(await asAdministrator('GET')).includes('PINGID_MDM_TOKEN');
      await expect(
        stage.open({ appTypes: { ios: 'Purchased' } }).deliver('ios', 'value-one'),
      ).resolves.toMatchObject({ holds: 'wanted' });
      await expect(isPublicWritten()).resolves.toBe(false);
      await stage.open({ appTypes: { ios: 'Public' } }).deliver('ios', 'value-two');
      await expect(isPublicWritten()).resolves.toBe(true);
      await expect(
        stage.open({ appTypes: { ios: 'Purchased' } }).inspect('ios', 'value-one'),
      ).resolves.toMatchObject({ holds: 'wanted' });
    },
  );

  it.each([404, 429, 500, 503])(
    'counts that cannot be had are unknown, and hinder nothing: %s',
    async (status) => {
      await setFaults(stage.url, [
        { kind: 'answer', status, retryAfter: 0.1, match: { path: 'deploymentcounts' } },
      ]);
      const delivered = await stage.open().deliver('ios', 'value-one');
      expect(delivered).toMatchObject({ holds: 'wanted', counts: null });
    },
  );

  it('six changes in a row that are saved and not published are never called right', async () => {
    await stage.setUp.tenant.set({ publishFailures: 6 });
    const drive = stage.open();
    const unpublished = { code: 'write-not-published' };
    for (let turn = 0; turn < 2; turn += 1) {
      await expect(drive.deliver('ios', 'value-one')).rejects.toMatchObject(unpublished);
      await expect(drive.inspect('ios', 'value-one')).resolves.toMatchObject({ holds: 'incomplete' });
    }
    await expect(drive.deliver('ios', 'value-one')).resolves.toMatchObject({ holds: 'wanted' });
    const [device] = await stage.setUp.tenant.devices('ios');
    await stage.setUp.tenant.checkIn(device?.id ?? '');
    await expect(
      stage.setUp.tenant.configurationOf(device?.id ?? '', 'com.pingidentity.pingid.prod'),
    ).resolves.toMatchObject({ PINGID_MDM_TOKEN: 'value-one' });
  });

  it('"not found" comes as 401 with the code 7000 too, and says nothing of the credentials', async () => {
    const fault = { kind: 'answer', status: 401, body: { errorCode: 7000, message: 'x' } };
    await setFaults(stage.url, [{ ...fault, match: { path: 'assignment-rules' } }]);
    await expect(stage.open().inspect('ios', 'x')).rejects.toMatchObject({ code: 'app-not-found' });
  });

  it('a document that was saved and not published (200011) is written again, which publishes it', async () => {
    const drive = stage.open();
    await drive.inspect('ios', 'value-one');
    await forgetRequests(stage.url);
    const body = { errorCode: 200_011, message: 'x' };
    await setFaults(stage.url, [
      { kind: 'stored-but-refused', status: 500, body, times: 1, match: { method: 'PUT' } },
    ]);
    await expect(drive.deliver('ios', 'value-one')).resolves.toMatchObject({ holds: 'wanted' });
    const puts = (await requestsTo(stage.url)).filter(({ method }) => method === 'PUT');
    expect(puts.map(({ status }) => status)).toEqual([500, 202]);
  });

  it('the rate headers are heeded before the server refuses anything', async () => {
    await stage.setUp.tenant.set({ rateLimitPerMinute: 2 });
    await forgetRequests(stage.url);
    const problem: unknown = await stage
      .open()
      .deliver('ios', 'value-one')
      .catch((error: unknown) => error);
    expect(problem).toMatchObject({
      code: 'vendor-throttled',
      retryAfterMs: expect.any(Number) as number,
    });
    const { retryAfterMs } = problem as { retryAfterMs: number };
    expect(retryAfterMs).toBeGreaterThan(5_000);
    expect(retryAfterMs).toBeLessThanOrEqual(61_000);
    expect((await requestsTo(stage.url)).map(({ status }) => status)).not.toContain(429);
  });

  it('a key that the Android app does not declare is refused, which an administrator is told', async () => {
    await stage.setUp.tenant.set({ androidTemplateKeys: ['another_key'] });
    await expect(stage.open().write('android', 'x')).rejects.toMatchObject({
      code: 'configuration-unsupported',
      detail: expect.stringContaining('may not know the key') as string,
    });
  });

  it('looking up the Apple push certificate makes no signing request, as its first version would', async () => {
    const drive = stage.open();
    const readiness = await drive.session.readiness([drive.slot('ios')], drive.attempt);
    expect(readiness.find(({ item }) => item === 'apple-push-certificate')).toMatchObject({ state: 'ok' });
    const { tenant } = stage.setUp.tenant.described;
    const described: unknown = await (await fetch(`${stage.url}/__sim/tenant?tenant=${tenant}`)).json();
    expect(described).toMatchObject({ settings: { signingRequests: 0 } });
  });
});
