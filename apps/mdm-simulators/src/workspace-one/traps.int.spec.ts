import { randomUUID } from 'node:crypto';
import { type Answer, at, call, listAt, recordAt, startForSpec, textAt } from '../simulators.fixture.ts';
import { type RunningSimulators } from '../simulators.ts';
import { type UemClient, uemClient } from './workspace-one.fixture.ts';

describe('What a naive client of Workspace ONE trips over', () => {
  let simulators: RunningSimulators;
  let client: UemClient;

  beforeEach(async () => {
    simulators = await startForSpec({ checkInDelayMinMs: 60_000, checkInDelayMaxMs: 60_000 });
    client = await uemClient(simulators.workspaceOne);
  });

  afterEach(() => simulators.stop());

  const rulesPath = (platform = 'ios'): string =>
    `/api/mam/apps/${textAt(client.tenant, 'apps', platform, 'uuid')}/assignment-rules`;
  const readRules = async (platform = 'ios'): Promise<Record<string, unknown>> =>
    recordAt((await client.uem(rulesPath(platform), { version: 2 })).json);
  const put = (body: unknown, platform = 'ios'): Promise<Answer> =>
    client.uem(rulesPath(platform), { method: 'PUT', version: 2, json: body });
  const settings = (change: Record<string, unknown>): Promise<Answer> =>
    call(`${simulators.workspaceOne}/__sim/tenant`, { method: 'PATCH', json: change });
  const groupUuid = (place: number): string => textAt(client.tenant, 'smartGroups', place, 'uuid');

  function assignment(
    priority: number,
    group: number,
    more: Record<string, unknown> = {},
  ): Record<string, unknown> {
    return { priority, distribution: { name: `a${priority}`, smart_groups: [groupUuid(group)] }, ...more };
  }

  it('nothing found is 204 without a body', async () => {
    const answer = await client.uem('/api/mam/apps/search?bundleid=com.example.nothing');
    expect(answer).toMatchObject({ status: 204, text: '' });
    expect((await client.uem('/api/mdm/smartgroups/search?page=7')).status).toBe(204);
  });

  it('a search by bundle id finds more than the app: another platform, and a longer identifier', async () => {
    const { json } = await client.uem('/api/mam/apps/search?bundleid=com.pingidentity.pingid.prod');
    const rows = listAt(json, 'Application').map((row) => [at(row, 'BundleId'), at(row, 'Platform')]);
    expect(rows).toHaveLength(3);
    expect(rows).toContainEqual(['com.pingidentity.pingid.prod', 10]);
    expect(rows).toContainEqual(['com.pingidentity.pingid.prod.watch', 2]);
  });

  it('a version chooses the shape; a version that does not exist is refused; without JSON the answer is XML', async () => {
    const two = await client.uem('/api/mam/apps/search?bundle_id=com.pingidentity', { version: 2 });
    expect(at(two.json, 'applications', 0, 'bundle_id')).toBeDefined();
    expect((await client.uem(rulesPath(), { version: 1 })).status).toBe(406);
    const xml = await client.uem('/api/system/info', { headers: { accept: '*/*' } });
    expect(xml.text).toMatch(/^<\?xml/u);
  });

  it('what a write leaves out is lost: exclusions, delivery method, restrictions, configuration', async () => {
    expect((await put({ assignments: [assignment(0, 0)] })).status).toBe(202);
    const rules = await readRules();
    expect(rules['excluded_smart_groups']).toEqual([]);
    expect(rules['assignments']).toMatchObject([
      {
        distribution: { app_delivery_method: 'ON_DEMAND' },
        restriction: { make_app_mdm_managed: false, managed_access: false },
        application_configuration: [],
      },
    ]);
  });

  it('an empty write is accepted and clears every assignment', async () => {
    expect((await put({})).status).toBe(202);
    expect((await readRules())['assignments']).toEqual([]);
  });

  it('a whole document goes back as it was read', async () => {
    const before = await readRules();
    expect((await put(before)).status).toBe(202);
    expect(await readRules()).toEqual(before);
  });

  it('identifiers come in another letter case than from the search', async () => {
    const rules = await readRules();
    expect(at(rules, 'assignments', 0, 'distribution', 'smart_groups', 0)).toBe(groupUuid(0).toUpperCase());
  });

  it('the server forces restrictions', async () => {
    await put({ assignments: [assignment(0, 0, { restriction: { make_app_mdm_managed: true } })] });
    expect(at(await readRules(), 'assignments', 0, 'restriction', 'managed_access')).toBe(true);
    await put({ assignments: [assignment(0, 2)] }, 'android');
    expect(at(await readRules('android'), 'assignments', 0, 'restriction', 'remove_on_unenroll')).toBe(true);
  });

  const config = (...entries: unknown[]): Record<string, unknown> => ({ application_configuration: entries });

  it.each<[string, number, number, () => unknown]>([
    ['a gap in the priorities', 400, 6, () => ({ assignments: [assignment(1, 0)] })],
    ['a repeated priority', 400, 6, () => ({ assignments: [assignment(0, 0), assignment(0, 1)] })],
    [
      'an unknown group',
      400,
      6,
      () => ({ assignments: [{ priority: 0, distribution: { name: 'a', smart_groups: [randomUUID()] } }] }),
    ],
    [
      'no group',
      400,
      6,
      () => ({ assignments: [{ priority: 0, distribution: { name: 'a', smart_groups: [] } }] }),
    ],
    [
      'a group both assigned and excluded',
      400,
      6,
      () => ({ assignments: [assignment(0, 0)], excluded_smart_groups: [groupUuid(0)] }),
    ],
    [
      'a repeated key',
      400,
      6,
      () => ({ assignments: [assignment(0, 0, config({ key: 'k', value: 'a' }, { key: 'k', value: 'b' }))] }),
    ],
    [
      'a value that does not fit',
      400,
      6,
      () => ({ assignments: [assignment(0, 0, config({ key: 'k', value: 'x', type: 'INTEGER' }))] }),
    ],
    [
      'a value that is no string',
      400,
      6,
      () => ({ assignments: [assignment(0, 0, config({ key: 'k', value: 1, type: 'INTEGER' }))] }),
    ],
    [
      'an unknown type',
      400,
      6,
      () => ({ assignments: [assignment(0, 0, config({ key: 'k', value: 'x', type: 'String' }))] }),
    ],
    [
      'a misspelt name',
      400,
      6,
      () => ({ assignments: [assignment(0, 0, { applicationConfiguration: [] })] }),
    ],
    [
      'no priority',
      422,
      1012,
      () => ({ assignments: [{ distribution: { name: 'a', smart_groups: [groupUuid(0)] } }] }),
    ],
    ['exclusions without assignments', 422, 1012, () => ({ excluded_smart_groups: [groupUuid(0)] })],
  ])('%s is %i with %i, and nothing changes', async (_, status, errorCode, body) => {
    const before = await readRules();
    const answer = await put(body());
    expect(answer.status).toBe(status);
    expect(answer.json).toMatchObject({ errorCode, links: [] });
    expect(await readRules()).toEqual(before);
  });

  it('an Android app takes only the keys that it declares', async () => {
    const unknown = { assignments: [assignment(0, 2, config({ key: 'undeclared', value: 'x' }))] };
    expect((await put(unknown, 'android')).status).toBe(400);
    const template = await client.uem(
      rulesPath('android').replace('assignment-rules', 'app-config-template'),
      { version: 2 },
    );
    expect(listAt(template.json).map((item) => at(item, 'key'))).toContain('PINGID_MDM_TOKEN');
    await settings({ androidTemplateKeys: null });
    expect((await put(unknown, 'android')).status).toBe(202);
  });

  it.each([['STRING'], [1], ['1']])(
    'the type %p is understood, and reads as name or as number',
    async (type) => {
      await put({ assignments: [assignment(0, 0, config({ key: 'k', value: 'x', type }))] });
      const read = async (): Promise<unknown> =>
        at(await readRules(), 'assignments', 0, 'application_configuration', 0, 'type');
      expect(await read()).toBe('STRING');
      await settings({ typesAsNumbers: true });
      expect(await read()).toBe(1);
    },
  );

  it('without the permission a write is 403 with 1011, and an unknown app 404 with 7000', async () => {
    await settings({ mayWrite: false });
    expect(await put({})).toMatchObject({ status: 403, json: { errorCode: 1011 } });
    const path = `/api/mam/apps/${randomUUID()}/assignment-rules`;
    expect(await client.uem(path, { version: 2 })).toMatchObject({ status: 404, json: { errorCode: 7000 } });
  });

  it('the assignments of a public app have no endpoint of their own', async () => {
    const path = `/api/mam/apps/public/${textAt(client.tenant, 'apps', 'ios', 'id')}/assignments`;
    expect((await client.uem(path, { json: {} })).status).toBe(404);
    expect((await client.uem(path, { method: 'PUT', json: {} })).status).toBe(404);
  });

  it('a missing smart group is 400, and the devices of an app need three parameters', async () => {
    expect(await client.uem('/api/mdm/smartgroups/1')).toMatchObject({ status: 400, json: { errorCode: 6 } });
    const devices = rulesPath().replace('assignment-rules', 'devices');
    expect(await client.uem(devices)).toMatchObject({ status: 422, json: { errorCode: 1012 } });
    const group = textAt(client.tenant, 'organizationGroup', 'uuid');
    const { json } = await client.uem(`${devices}?organizationgroupuuid=${group}&page=0&pagesize=500`);
    expect(json).toMatchObject({ TotalResults: 2 });
  });

  it('Basic needs the tenant code, Bearer does not', async () => {
    const { userName, password } = recordAt(client.tenant, 'basic');
    const authorization = `Basic ${Buffer.from(`${String(userName)}:${String(password)}`).toString('base64')}`;
    const accept = 'application/json;version=1';
    const url = `${simulators.workspaceOne}/API/system/info`;
    expect((await call(url, { headers: { authorization, accept } })).status).toBe(401);
    const code = textAt(client.tenant, 'tenantCode');
    expect((await call(url, { headers: { authorization, accept, 'aw-tenant-code': code } })).status).toBe(
      200,
    );
  });

  it('the token endpoint takes the client in the form and in the header', async () => {
    const { clientId, clientSecret } = recordAt(client.tenant, 'oauth');
    const pair = Buffer.from(`${String(clientId)}:${String(clientSecret)}`).toString('base64');
    const url = `${simulators.workspaceOne}/connect/token`;
    const form = { grant_type: 'client_credentials' };
    const token = await call(url, { form, headers: { authorization: `Basic ${pair}` } });
    expect(token.json).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
    expect(await call(url, { form })).toMatchObject({ status: 400, json: { error: 'invalid_client' } });
  });

  it('every answer tells the rate, and one request too many is 429', async () => {
    await settings({ rateLimitPerMinute: 3 });
    const answers: Answer[] = [];
    for (let index = 0; index < 4; index += 1) {
      answers.push(await client.uem('/api/system/info'));
    }
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(answers.map(({ headers }) => headers.get('x-ratelimit-remaining'))).toEqual(['2', '1', '0', '0']);
    expect(Number(answers[3]?.headers.get('x-ratelimit-reset'))).toBeGreaterThan(Date.now() / 1000 - 1);
  });

  it('the push certificate reads in version 2; version 1 makes a signing request', async () => {
    const path = `/api/system/groups/${textAt(client.tenant, 'organizationGroup', 'uuid')}/apns`;
    expect(Date.parse(textAt((await client.uem(path, { version: 2 })).json, 'valid_to'))).toBeGreaterThan(
      Date.now(),
    );
    await client.uem(path, { version: 1 });
    const { json } = await call(`${simulators.workspaceOne}/__sim/tenant`);
    expect(at(json, 'settings', 'signingRequests')).toBe(1);
    await settings({ apnsValidTo: null, androidEnterprise: false });
    expect(await client.uem(path, { version: 2 })).toMatchObject({ status: 400, json: { errorCode: 6013 } });
    const work = `/api/system/groups/${textAt(client.tenant, 'organizationGroup', 'id')}/androidwork`;
    expect(await client.uem(work)).toMatchObject({ status: 404, json: { errorCode: 6071 } });
  });

  it('a preview counts devices and changes nothing; a command is accepted', async () => {
    const before = await readRules();
    const preview = await client.uem(`${rulesPath()}?action=PREVIEW_DEVICES`, {
      version: 2,
      json: { assignments: [assignment(0, 0)] },
    });
    expect(preview.json).toMatchObject({ total_count: 2 });
    expect(await readRules()).toEqual(before);
    const { json } = await client.uem('/api/mdm/devices/search?platform=Apple');
    const device = textAt(json, 'Devices', 0, 'Id', 'Value');
    const path = `/api/mdm/devices/${device}/commands`;
    expect((await client.uem(`${path}?command=SyncDevice`, { method: 'POST' })).status).toBe(202);
    expect((await client.uem(`${path}?command=Dance`, { method: 'POST' })).status).toBe(400);
  });
});
