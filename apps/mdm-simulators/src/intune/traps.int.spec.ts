import { randomUUID } from 'node:crypto';
import {
  type Answer,
  at,
  call,
  type Call,
  heldBy,
  listAt,
  startForSpec,
  textAt,
} from '../simulators.fixture.ts';
import { type RunningSimulators } from '../simulators.ts';
import {
  androidPayload,
  androidPolicyBody,
  CAST_ASSIGN,
  CONFIGURATIONS,
  type IntuneClient,
  intuneClient,
  iosPolicyBody,
  KEY,
  toGroup,
} from './intune.fixture.ts';

describe('What a naive client of Intune trips over', () => {
  let simulators: RunningSimulators;
  let client: IntuneClient;

  beforeEach(async () => {
    simulators = await startForSpec({ checkInDelayMinMs: 60_000, checkInDelayMaxMs: 60_000 });
    client = await intuneClient(simulators.intune);
  });

  afterEach(() => simulators.stop());

  const policies = (version: string, rest = '', options: Call = {}): Promise<Answer> =>
    client.graph(`/${version}/${CONFIGURATIONS}${rest}`, options);

  async function createIos(token = 'token'): Promise<string> {
    return textAt((await policies('v1.0', '', { json: iosPolicyBody(client.tenant, token) })).json, 'id');
  }

  const settings = (change: Record<string, unknown>): Promise<Answer> =>
    call(`${simulators.intune}/__sim/tenant`, { method: 'PATCH', json: change });

  const staff = (): unknown => toGroup(at(client.tenant, 'staffGroupId'));

  it('the documented assign route is refused', async () => {
    const id = await createIos();
    for (const action of ['assign', 'assignments']) {
      const answer = await policies('beta', `/${id}/${action}`, { json: staff() });
      expect(answer.status).toBe(400);
      expect(at(answer.json, 'error', 'code')).toBe('No method match route template');
    }
  });

  it('the documented assign route works where the service was mended', async () => {
    await settings({ plainAssignWorks: true });
    expect((await policies('beta', `/${await createIos()}/assign`, { json: staff() })).status).toBe(200);
  });

  it('an assignment replaces all others, and an empty list takes them away', async () => {
    const id = await createIos();
    const [first, second] = listAt(client.tenant, 'groups').map((group) => at(group, 'id'));
    for (const group of [first, second]) {
      await policies('v1.0', `/${id}/${CAST_ASSIGN}`, { json: toGroup(group) });
    }
    const { json } = await policies('v1.0', `/${id}/assignments`);
    expect(listAt(json, 'value').map((item) => at(item, 'target', 'groupId'))).toEqual([second]);
    await policies('v1.0', `/${id}/${CAST_ASSIGN}`, { json: { assignments: [] } });
    const { json: expanded } = await policies('v1.0', '?$expand=assignments');
    expect(at(expanded, 'value', 0, 'assignments')).toEqual([]);
  });

  it('a group cannot be included and excluded at once, and a target needs its type', async () => {
    const id = await createIos();
    const target = (type: string): unknown => ({
      target: { '@odata.type': type, groupId: at(client.tenant, 'staffGroupId') },
    });
    const both = [
      target('#microsoft.graph.groupAssignmentTarget'),
      target('#microsoft.graph.exclusionGroupAssignmentTarget'),
    ];
    for (const assignments of [both, [target('microsoft.graph.groupAssignmentTarget')], [{}]]) {
      expect((await policies('v1.0', `/${id}/${CAST_ASSIGN}`, { json: { assignments } })).status).toBe(400);
    }
  });

  it('the Android type exists in beta only, and lists as a bare object in v1.0', async () => {
    const refused = await policies('v1.0', '', { json: androidPolicyBody(client.tenant, 'token') });
    expect(refused.status).toBe(400);
    expect(textAt(refused.json, 'error', 'message')).toMatch(
      /^Invalid type specified: microsoft\.graph\.android/u,
    );
    const created = await policies('beta', '', { json: androidPolicyBody(client.tenant, 'token') });
    expect(created.status).toBe(201);
    const { json } = await policies('v1.0', `/${textAt(created.json, 'id')}`);
    expect(at(json, '@odata.type')).toBeUndefined();
    expect(at(json, 'payloadJson')).toBeUndefined();
  });

  it('a change answers 204 without body and raises the version; it has to name the type', async () => {
    const id = await createIos();
    const change = { displayName: 'renamed' };
    expect((await policies('v1.0', `/${id}`, { method: 'PATCH', json: change })).status).toBe(400);
    const type = '#microsoft.graph.iosMobileAppConfiguration';
    const patched = await policies('v1.0', `/${id}`, {
      method: 'PATCH',
      json: { '@odata.type': type, ...change },
    });
    expect(patched).toMatchObject({ status: 204, text: '' });
    expect((await policies('v1.0', `/${id}`)).json).toMatchObject({ displayName: 'renamed', version: 2 });
  });

  it('a wrong app id is refused for Android, with JSON inside the message, and accepted for iOS', async () => {
    const android = { ...androidPolicyBody(client.tenant, 't'), targetedMobileApps: [randomUUID()] };
    const refused = await policies('beta', '', { json: android });
    expect(refused.status).toBe(400);
    const message = JSON.parse(textAt(refused.json, 'error', 'message')) as unknown;
    expect(textAt(message, 'Message')).toMatch(/^An error has occurred - Operation ID/u);
    const ios = { ...iosPolicyBody(client.tenant, 't'), targetedMobileApps: [randomUUID()] };
    expect((await policies('v1.0', '', { json: ios })).status).toBe(201);
  });

  it.each([
    ['a package id without its prefix', { packageId: 'prod.com.pingidentity.pingid' }],
    ['a payload that is no base64', { payloadJson: '{"kind":"x"}' }],
    ['a payload of another app', { payloadJson: androidPayload('app:com.example.other', 't') }],
    ['a read-only property', { version: 3 }],
    ['an unknown enumeration value', { profileApplicability: 'everywhere' }],
  ])('an Android policy with %s is refused', async (_, change) => {
    const answer = await policies('beta', '', {
      json: { ...androidPolicyBody(client.tenant, 't'), ...change },
    });
    expect(answer.status).toBe(400);
  });

  it.each([
    ['an empty list of settings', { settings: [] }],
    ['settings and XML at once', { encodedSettingXml: Buffer.from('<dict></dict>').toString('base64') }],
    [
      'a value that is no string',
      { settings: [{ appConfigKey: 'k', appConfigKeyType: 'booleanType', appConfigKeyValue: true }] },
    ],
    ['a property of beta', { roleScopeTagIds: ['0'] }],
    ['no app', { targetedMobileApps: [] }],
    ['no type', { '@odata.type': undefined }],
  ])('an iOS policy with %s is refused', async (_, change) => {
    const answer = await policies('v1.0', '', { json: { ...iosPolicyBody(client.tenant, 't'), ...change } });
    expect(answer.status).toBe(400);
  });

  it('the count of the apps is 0 beside rows, and pages have to be followed to the end', async () => {
    const filter = "(isof('microsoft.graph.iosStoreApp'))";
    let next: string | undefined =
      `/beta/deviceAppManagement/mobileApps?$filter=${encodeURIComponent(filter)}&$top=10`;
    const found: string[] = [];
    const sizes: number[] = [];
    while (next !== undefined) {
      const { json }: Answer = await client.graph(next);
      expect(at(json, '@odata.count')).toBe(0);
      sizes.push(listAt(json, 'value').length);
      found.push(...listAt(json, 'value').map((app) => textAt(app, 'bundleId')));
      next = at(json, '@odata.nextLink') as string | undefined;
    }
    expect(sizes).toEqual([10, 5]);
    expect(found).toContain('com.pingidentity.pingid.prod');
  });

  it.each([
    ['beta', "$filter=bundleId eq 'com.pingidentity.pingid.prod'", 400],
    ['beta', '$select=id,bundleId', 400],
    ['v1.0', '$filter=isAssigned eq true', 400],
    ['beta', '$filter=isAssigned eq true', 200],
    ['beta', '$top=999', 500],
    ['beta', '$apply=x', 400],
  ])('%s apps with %s answer %i', async (version, query, status) => {
    const answer = await client.graph(`/${version}/deviceAppManagement/mobileApps?${encodeURI(query)}`);
    expect(answer.status).toBe(status);
  });

  it('an Android app cannot be created, an iOS app can', async () => {
    const path = '/v1.0/deviceAppManagement/mobileApps';
    expect(
      (await client.graph(path, { json: { '@odata.type': '#microsoft.graph.androidManagedStoreApp' } }))
        .status,
    ).toBe(400);
    const app = {
      '@odata.type': '#microsoft.graph.iosStoreApp',
      displayName: 'Other',
      publisher: 'Example',
      bundleId: 'com.example.other',
      appStoreUrl: 'https://apps.apple.com/us/app/x/id1',
      applicableDeviceType: { iPad: true, iPhoneAndIPod: true },
      minimumSupportedOperatingSystem: { v15_0: true },
    };
    expect((await client.graph(path, { json: app })).status).toBe(201);
  });

  it('a new policy may be missing for a while', async () => {
    await settings({ visibleAfterMs: 600_000 });
    expect((await policies('v1.0', `/${await createIos()}`)).status).toBe(404);
  });

  it('Multi Admin Approval is 403 without justification and 412 with one', async () => {
    await settings({ multiAdminApproval: true });
    expect((await policies('v1.0', '', { json: iosPolicyBody(client.tenant, 't') })).status).toBe(403);
    const asked = await policies('v1.0', '', {
      json: iosPolicyBody(client.tenant, 't'),
      headers: { 'x-msft-approval-justification': Buffer.from('rotation').toString('base64') },
    });
    expect(asked.status).toBe(412);
    expect(asked.headers.get('x-msft-approval-code')).toBeTruthy();
  });

  it('a tenant without Intune refuses everything with 400', async () => {
    await settings({ licensed: false });
    const answer = await client.graph('/v1.0/deviceManagement');
    expect(answer.status).toBe(400);
    expect(textAt(answer.json, 'error', 'message')).toBe('Request not applicable to target tenant.');
  });

  it('more writes than documented are 429, sometimes without Retry-After', async () => {
    const answers = await Promise.all(Array.from({ length: 110 }, () => policies('v1.0', '', { json: {} })));
    const throttled = answers.filter(({ status }) => status === 429);
    expect(throttled).toHaveLength(10);
    expect(throttled.filter(({ headers }) => headers.get('retry-after') === null)).toHaveLength(5);
    expect(at(throttled[0]?.json, 'error')).toMatchObject({ code: 'TooManyRequests', details: [] });
  });

  it('two policies of one key conflict, and the device keeps what it has', async () => {
    const { json } = await call(`${simulators.intune}/__sim/devices?platform=ios`);
    const device = textAt(json, 'devices', 0, 'id');
    for (const token of ['one', 'two']) {
      const id = await createIos(token);
      await policies('v1.0', `/${id}/${CAST_ASSIGN}`, { json: staff() });
      await call(`${simulators.intune}/__sim/devices/${device}/check-in`, { method: 'POST' });
    }
    const app = textAt(client.tenant, 'apps', 'ios', 'appId');
    expect(await heldBy(simulators.intune, device, app)).toEqual({ [KEY]: 'one' });
    const { json: list } = await policies('beta');
    const statuses = await policies('beta', `/${textAt(list, 'value', 1, 'id')}/deviceStatuses`);
    const own = listAt(statuses.json, 'value').find((row) => textAt(row, 'id').endsWith(`_${device}`));
    expect(at(own, 'status')).toBe('conflict');
    expect(at(own, 'deviceId')).toBeUndefined();
  });

  it('a key in parentheses names the same policy, and a wrong segment is 400', async () => {
    const id = await createIos();
    expect((await client.graph(`/v1.0/${CONFIGURATIONS}('${id}')`)).status).toBe(200);
    expect((await client.graph('/v1.0/deviceAppManagement/nothing')).status).toBe(400);
    expect((await client.graph(`/v1.0/${CONFIGURATIONS}/${randomUUID()}`)).status).toBe(404);
  });

  it('echoes the client request id', async () => {
    const id = randomUUID();
    const answer = await policies('v1.0', '', { headers: { 'client-request-id': id } });
    expect(answer.headers.get('client-request-id')).toBe(id);
    expect(answer.headers.get('content-type')).toContain('odata.metadata=minimal');
  });
});
