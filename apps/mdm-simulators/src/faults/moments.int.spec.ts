import {
  type Answer,
  at,
  call,
  heldBy,
  listAt,
  recordAt,
  startForSpec,
  textAt,
} from '../simulators.fixture.ts';
import { type RunningSimulators } from '../simulators.ts';
import { CONFIGURATIONS, androidPolicyBody, intuneClient, iosPolicyBody } from '../intune/intune.fixture.ts';
import { mobileironClient } from '../mobileiron/mobileiron.fixture.ts';
import { uemClient } from '../workspace-one/workspace-one.fixture.ts';

const KEY = 'PINGID_MDM_TOKEN';

describe('What happens beside a client', () => {
  let simulators: RunningSimulators;

  beforeEach(async () => {
    simulators = await startForSpec({ checkInDelayMinMs: 600_000, checkInDelayMaxMs: 600_000 });
  });

  afterEach(() => simulators.stop());

  const faults = (url: string, ...planned: object[]): Promise<Answer> =>
    call(`${url}/__sim/faults`, { method: 'PUT', json: { faults: planned } });
  const set = (url: string, json: object, tenant?: string): Promise<Answer> =>
    call(`${url}/__sim/tenant${tenant === undefined ? '' : `?tenant=${tenant}`}`, { method: 'PATCH', json });

  describe('an editor in the console', () => {
    const edit = { kind: 'hand-edit', edit: { platform: 'ios', description: 'by hand' }, times: 1 };

    it('of Workspace ONE comes before a request is looked at, or when its answer goes out', async () => {
      const { tenant, uem } = await uemClient(simulators.workspaceOne);
      const path = `/api/mam/apps/${textAt(tenant, 'apps', 'ios', 'uuid')}/assignment-rules`;
      const description = async (): Promise<string> =>
        textAt((await uem(path, { version: 2 })).json, ...['assignments', 0, 'distribution', 'description']);
      const match = { method: 'GET', path: 'assignment-rules' };
      await faults(simulators.workspaceOne, { ...edit, moment: 'after', match });
      expect(await description()).toBe('All staff of iOS staff');
      expect(await description()).toBe('by hand');
      const again = { ...edit, edit: { platform: 'ios', description: 'once more' }, match };
      await faults(simulators.workspaceOne, again);
      expect(await description()).toBe('once more');
    });

    it('comes although the request is refused', async () => {
      const { tenant, uem } = await uemClient(simulators.workspaceOne);
      const path = `/api/mam/apps/${textAt(tenant, 'apps', 'ios', 'uuid')}/assignment-rules`;
      const match = { method: 'PUT' };
      await faults(
        simulators.workspaceOne,
        { ...edit, moment: 'after', match },
        { kind: 'answer', status: 429, match },
      );
      expect((await uem(path, { version: 2, method: 'PUT', json: {} })).status).toBe(429);
      expect((await uem(path, { version: 2 })).text).toContain('by hand');
    });

    it('of Workspace ONE assigns a further smart group', async () => {
      const { tenant, uem } = await uemClient(simulators.workspaceOne);
      const group = textAt(tenant, 'smartGroups', 2, 'uuid');
      const url = `${simulators.workspaceOne}/__sim/hand-edit`;
      expect((await call(url, { json: { platform: 'ios', assignGroup: group } })).status).toBe(204);
      const rules = await uem(`/api/mam/apps/${textAt(tenant, 'apps', 'ios', 'uuid')}/assignment-rules`, {
        version: 2,
      });
      expect(listAt(rules.json, 'assignments', 0, 'distribution', 'smart_groups')).toContain(
        group.toUpperCase(),
      );
    });

    it('of Intune changes a description, a key or the assignments, each a version of its own', async () => {
      const { tenant, graph } = await intuneClient(simulators.intune);
      const { json: made } = await graph(`/beta/${CONFIGURATIONS}`, { json: iosPolicyBody(tenant, 'token') });
      const policy = `/beta/${CONFIGURATIONS}/${textAt(made, 'id')}`;
      const byHand = (json: object): Promise<Answer> =>
        call(`${simulators.intune}/__sim/hand-edit`, { json: { platform: 'ios', ...json } });
      await byHand({ description: 'by hand' });
      await byHand({ key: 'count', value: '7', type: 'integer' });
      expect((await graph(policy)).json).toMatchObject({
        version: 3,
        description: 'by hand',
        settings: [{ appConfigKey: KEY }, { appConfigKey: 'count', appConfigKeyType: 'integerType' }],
      });
      await byHand({ assignGroup: textAt(tenant, 'groups', 1, 'id') });
      expect(listAt((await graph(`${policy}/assignments`)).json, 'value')).toHaveLength(1);
    });

    it('of Intune doubles a key, in every form of configuration', async () => {
      const { tenant, graph } = await intuneClient(simulators.intune);
      await graph(`/beta/${CONFIGURATIONS}`, { json: iosPolicyBody(tenant, 'token') });
      await graph(`/beta/${CONFIGURATIONS}`, { json: androidPolicyBody(tenant, 'token') });
      const xml = `<dict><key>${KEY}</key><string>token</string></dict>`;
      const encodedSettingXml = Buffer.from(xml).toString('base64');
      await graph(`/beta/${CONFIGURATIONS}`, {
        json: { ...iosPolicyBody(tenant, 'token'), settings: undefined, encodedSettingXml },
      });
      for (const platform of ['ios', 'android'])
        await call(`${simulators.intune}/__sim/hand-edit`, {
          json: { platform, key: KEY, value: 'second', again: true },
        });
      const { json } = await graph(`/beta/${CONFIGURATIONS}`);
      expect(listAt(json, 'value', 0, 'settings')).toHaveLength(2);
      const decode = (place: number, name: string): string =>
        Buffer.from(textAt(json, 'value', place, name), 'base64').toString('utf8');
      expect(decode(1, 'payloadJson').split(KEY)).toHaveLength(3);
      expect(decode(2, 'encodedSettingXml').split(KEY)).toHaveLength(3);
    });

    it('of Ivanti changes other attributes too', async () => {
      const { api } = await mobileironClient(simulators.mobileiron);
      const json = { platform: 'ios', key: 'costcenter', value: 'by-hand' };
      expect((await call(`${simulators.mobileiron}/__sim/hand-edit`, { json })).status).toBe(204);
      expect((await api('/msa/v1/cps/device')).text).toContain('by-hand');
      const description = { platform: 'ios', description: 'there is none' };
      expect((await call(`${simulators.mobileiron}/__sim/hand-edit`, { json: description })).status).toBe(
        409,
      );
    });
  });

  it('a web page is answered in the place of the API, with success', async () => {
    await faults(simulators.mobileiron, { kind: 'web-page' });
    const { api } = await mobileironClient(simulators.mobileiron);
    const page = await api('/msa/v1/cps/device');
    expect(page).toMatchObject({ status: 200, text: expect.stringContaining('<html>') as string });
    expect(page.headers.get('content-type')).toContain('text/html');
  });

  it('what Workspace ONE saved and did not publish is shown by its API and reaches no device', async () => {
    const { tenant, uem } = await uemClient(simulators.workspaceOne);
    const path = `/api/mam/apps/${textAt(tenant, 'apps', 'ios', 'uuid')}/assignment-rules`;
    const rules = recordAt((await uem(path, { version: 2 })).json);
    const [first, ...others] = rules['assignments'] as Record<string, unknown>[];
    const entry = { key: KEY, value: 'new', type: 'STRING', nested_configurations: [] };
    const json = { ...rules, assignments: [{ ...first, application_configuration: [entry] }, ...others] };
    await set(simulators.workspaceOne, { publishFailures: 1 });
    const put = (): Promise<Answer> => uem(path, { version: 2, method: 'PUT', json });
    expect(await put()).toMatchObject({ status: 500, json: { errorCode: 200_011 } });
    expect((await uem(path, { version: 2 })).text).toContain('"new"');
    const { json: list } = await call(`${simulators.workspaceOne}/__sim/devices?platform=ios`);
    const device = textAt(list, 'devices', 0, 'id');
    const held = async (): Promise<unknown> => {
      await call(`${simulators.workspaceOne}/__sim/devices/${device}/check-in`, { method: 'POST' });
      return at(await heldBy(simulators.workspaceOne, device, 'com.pingidentity.pingid.prod'), KEY);
    };
    expect(await held()).toBeUndefined();
    expect((await put()).status).toBe(202);
    expect(await held()).toBe('new');
  });

  it('an account is locked after five wrong passwords, even for the right one, until somebody unlocks it', async () => {
    const { tenant } = await mobileironClient(simulators.mobileiron);
    const get = (secret: string): Promise<Answer> =>
      call(`${simulators.mobileiron}/msa/v1/cps/device`, {
        headers: { authorization: `Basic ${btoa(`${textAt(tenant, 'userName')}:${secret}`)}` },
      });
    const right = textAt(tenant, 'password');
    for (let refusal = 0; refusal < 4; refusal += 1) await get('wrong');
    expect((await get(right)).status).toBe(200);
    for (let refusal = 0; refusal < 5; refusal += 1) await get('wrong');
    expect((await get(right)).status).toBe(401);
    await set(simulators.mobileiron, { unlock: true });
    expect((await get(right)).status).toBe(200);
  });

  it('pages are as short as the tenant has them, whatever is asked for, and attributes come fifty at a time', async () => {
    await set(simulators.workspaceOne, { pageSizeMax: 1 });
    const { uem } = await uemClient(simulators.workspaceOne);
    const found = await uem('/api/mam/apps/search?bundleid=pingid&pagesize=500');
    expect(found.json).toMatchObject({ PageSize: 1, Total: 4 });
    await set(simulators.intune, { pageSizeMax: 1, nextLinks: 'odd' });
    const { graph } = await intuneClient(simulators.intune);
    const apps = await graph('/beta/deviceAppManagement/mobileApps');
    expect(textAt(apps.json, '@odata.nextLink')).toMatch(/^HTTP:\/\/127/u);
    const deviceAttributes = Array.from({ length: 60 }, (_, number) => `attribute${number}`);
    await set(simulators.mobileiron, { deviceAttributes });
    const { api } = await mobileironClient(simulators.mobileiron);
    const names = async (start: number): Promise<number> =>
      listAt(
        (await api(`/api/v1/customattributes?type=device&rows=500&start=${start}`)).json,
        'result',
        'searchResults',
      ).length;
    expect([await names(0), await names(50)]).toEqual([50, 10]);
  });

  it('the journal knows the busiest minute of each route', async () => {
    const { uem } = await uemClient(simulators.workspaceOne);
    for (let request = 0; request < 3; request += 1) await uem('/api/system/info');
    const { json } = await call(`${simulators.workspaceOne}/__sim/requests`);
    expect(at(json, 'peaks', 'GET /api/system/info')).toEqual({ perMinute: 3, per20Seconds: 3 });
    expect(at(json, 'peaks', 'all')).toEqual({ perMinute: 4, per20Seconds: 4 });
    expect(at(json, 'peaks', 'all changes')).toEqual({ perMinute: 1, per20Seconds: 1 });
  });
});
