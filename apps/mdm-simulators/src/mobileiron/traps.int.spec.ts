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
import { type MobileironClient, mobileironClient } from './mobileiron.fixture.ts';

const KEY = 'PINGID_MDM_TOKEN';
const ATTRIBUTE = 'pingidmdmtoken';
const CPS = '/msa/v1/cps/device';
const IOS = 'com.pingidentity.pingid.prod';

describe('What a naive client of MobileIron trips over', () => {
  let simulators: RunningSimulators;
  let neurons: MobileironClient;
  let epmm: MobileironClient;

  beforeEach(async () => {
    // Devices come only when a spec sends them.
    simulators = await startForSpec({
      devicesPerPlatform: 8,
      checkInDelayMinMs: 600_000,
      checkInDelayMaxMs: 600_000,
    });
    neurons = await mobileironClient(simulators.mobileiron);
    epmm = await mobileironClient(simulators.mobileiron, 'epmm-2');
  });

  afterEach(() => simulators.stop());

  const control = (path: string, method: string, json?: unknown): Promise<Answer> =>
    call(`${simulators.mobileiron}/__sim${path}`, { method, ...(json === undefined ? {} : { json }) });

  async function iosDevices(tenant = 'nmdm-1'): Promise<string[]> {
    const { json } = await control(`/devices?platform=ios&tenant=${tenant}`, 'GET');
    return listAt(json, 'devices').map((device) => textAt(device, 'id'));
  }

  const checkIn = (device: string, tenant = 'nmdm-1'): Promise<Answer> =>
    control(`/devices/${device}/check-in?tenant=${tenant}`, 'POST');
  const write = (client: MobileironClient, identifiers: string[], value: string): Promise<Answer> =>
    client.api(CPS, { json: { identifiers, attributes: { [ATTRIBUTE]: value } } });
  const held = async (device: string, tenant = 'nmdm-1'): Promise<unknown> =>
    at(await heldBy(simulators.mobileiron, device, IOS, tenant), KEY);

  it.each([
    ['neurons', 'GET', '/api/v1/app?rows=10'],
    ['neurons', 'POST', '/api/v1/app/1/appconfig'],
    ['neurons', 'PUT', '/api/v1/app/1/config/1'],
    ['neurons', 'POST', '/api/v1/oidc/token'],
    ['neurons', 'GET', '/api/v1/device/1/appconfig'],
    ['neurons', 'GET', '/api/v1/certificate/apns'],
    ['epmm', 'GET', '/api/v2/configs?adminDeviceSpaceId=1'],
    ['epmm', 'POST', '/rest/api/v2/configs?adminDeviceSpaceId=1'],
    ['epmm', 'PUT', '/api/v2/devices/attributes?adminDeviceSpaceId=1'],
    ['epmm', 'GET', '/api/v2/certificates/apns?adminDeviceSpaceId=1'],
  ] as const)('%s: %s %s does not exist', async (product, method, path) => {
    const client = product === 'neurons' ? neurons : epmm;
    const body = method === 'GET' ? {} : { json: {} };
    expect((await client.api(path, { method, ...body })).status).toBe(404);
  });

  it('a forced check-in of EPMM is called WAKE_UP, and each device is answered for', async () => {
    const [device = ''] = await iosDevices('epmm-2');
    const wakeUp = (action: string): Promise<Answer> =>
      epmm.api(`/api/v2/devices/wakeup?adminDeviceSpaceId=1&actionType=${action}`, {
        method: 'PUT',
        json: { deviceUuids: [device, 'unknown'], note: 'spec' },
      });
    expect((await wakeUp('FORCE_CHECKIN')).status).toBe(400);
    const { json } = await wakeUp('WAKE_UP');
    expect(at(json, 'successful')).toBe(false);
    expect(textAt(json, 'deviceResults', device)).toContain('successful');
  });

  it('only Basic opens a door, and the other product has none of its paths', async () => {
    const bearer = { headers: { authorization: 'Bearer token' } };
    expect((await neurons.api('/api/v1/metadata/tenant', bearer)).status).toBe(401);
    expect((await neurons.api('/api/v2/ping')).status).toBe(404);
    expect((await epmm.api('/api/v1/metadata/tenant')).status).toBe(404);
    expect((await epmm.api('/rest/api/v2/ping')).json).toMatchObject({ results: { vspVersion: '12.8.0.1' } });
  });

  it('a suspended tenant is 401 with a text that tells it from wrong credentials', async () => {
    await control('/tenant', 'PATCH', { suspended: true });
    const answer = await neurons.api('/api/v1/metadata/tenant');
    expect(answer.status).toBe(401);
    expect(answer.text).toContain('Evaluation License has expired');
  });

  it('more than 500 rows are refused, and pages begin at start, not at offset', async () => {
    const refused = await neurons.api('/api/v1/device?rows=501');
    expect(refused.status).toBe(400);
    expect(at(refused.json, 'errors', 'fieldErrors', 0)).toMatchObject({ code: 'Range', field: 'rows' });
    const ids = async (query: string): Promise<unknown[]> =>
      listAt((await neurons.api(`/api/v1/device?${query}`)).json, 'result', 'searchResults').map((row) =>
        at(row, 'id'),
      );
    const first = await ids('rows=5');
    expect(await ids('rows=5&offset=5')).toEqual(first);
    expect(await ids('rows=5&start=5')).not.toEqual(first);
  });

  it('a filter finds devices, and a malformed one is refused', async () => {
    const [device = ''] = await iosDevices();
    const search = (fq: string): Promise<Answer> =>
      neurons.api(`/api/v1/device?fq=${encodeURIComponent(fq)}`);
    const { json } = await search(`registrationState=ACTIVE and (guid EQ ${device} or guid='none')`);
    expect(at(json, 'result', 'totalCount')).toBe(1);
    expect((await search('registrationState ACTIVE')).status).toBe(400);
  });

  it('Common Platform Services show an attribute only after the device has checked in', async () => {
    const [device = ''] = await iosDevices();
    await write(neurons, [device], 'token');
    const shown = async (): Promise<unknown> => {
      const { json } = await neurons.api(`${CPS}?status=ACTIVE&limit=500`);
      return at(
        listAt(json, 'searchResults').find((row) => at(row, 'identifier') === device),
        ATTRIBUTE,
      );
    };
    expect(await shown()).toBeUndefined();
    await checkIn(device);
    expect(await shown()).toBe('token');
  });

  it('unknown identifiers are ignored in silence, an undefined attribute is refused', async () => {
    const [device = ''] = await iosDevices();
    expect((await write(neurons, [device, 'nobody'], 'token')).json).toEqual({ result: 1 });
    const attributes = { nosuch: 'x' };
    expect((await neurons.api(CPS, { json: { identifiers: [device], attributes } })).status).toBe(400);
    const { json } = await neurons.api(`${CPS}/$metadata`);
    expect(json).toContainEqual({ name: ATTRIBUTE, dataType: 'string', readOnly: false });
  });

  it('some devices need one check-in and some two before they have a changed value', async () => {
    const devices = await iosDevices();
    await write(neurons, devices, 'token');
    await Promise.all(devices.map((device) => checkIn(device)));
    const after = (await Promise.all(devices.map((device) => held(device)))).filter(
      (value) => value === 'token',
    );
    expect(after.length).toBeGreaterThan(0);
    expect(after.length).toBeLessThan(devices.length);
    await Promise.all(devices.map((device) => checkIn(device)));
    for (const device of devices) {
      expect(await held(device)).toBe('token');
    }
  });

  it('a failed installation stays failed until the administrator retries', async () => {
    const [device = ''] = await iosDevices();
    await control('/tenant', 'PATCH', { installFailures: 1 });
    await write(neurons, [device], 'token');
    for (let time = 0; time < 4; time += 1) {
      await checkIn(device);
    }
    expect(await held(device)).toBeUndefined();
    await control('/tenant', 'PATCH', { retryInstall: true });
    await checkIn(device);
    expect(await held(device)).toBe('token');
  });

  it('a write of one device replaces all its attributes, takes both forms, and reads back as text', async () => {
    const [device = ''] = await iosDevices();
    const path = `/api/v1/device/${device}/customattributes`;
    expect(recordAt((await neurons.api(path)).json, 'attrs')).toHaveProperty('costcenter');
    const put = await neurons.api(path, { method: 'PUT', json: { attrs: { [ATTRIBUTE]: ['token'] } } });
    expect(put.json).toEqual({ errors: null, result: 1 });
    expect((await neurons.api(path)).json).toEqual({ attrs: { [ATTRIBUTE]: 'token' } });
    const { json } = await neurons.api(`/api/v1/device/${device}`);
    expect(at(json, 'result', 'customAttributes', 'attrs', ATTRIBUTE)).toEqual(['token']);
    const unknown = await neurons.api(path, { method: 'PUT', json: { attrs: { nosuch: 'x' } } });
    expect(unknown.status).toBe(400);
  });

  it('an action takes a form only, and 200 is no success by itself', async () => {
    const path = '/api/v1/device/forceCheckin';
    expect((await neurons.api(path, { method: 'PUT', json: { ids: ['1'] } })).status).toBe(415);
    const form = await neurons.api(path, { method: 'PUT', form: { ids: 'nobody' } });
    expect(form).toMatchObject({ status: 200, json: { errors: null, result: 0 } });
  });

  it('Common Platform Services reach the default space only', async () => {
    const { json: tenant } = await control('/tenants', 'POST', { variant: 'two-spaces' });
    const client = await mobileironClient(simulators.mobileiron, textAt(tenant, 'tenant'));
    const { json: page } = await client.api(`${CPS}?limit=500`);
    expect(listAt(page, 'searchResults')).toHaveLength(16);
    const second = textAt(tenant, 'spaces', 1, 'id');
    const { json } = await client.api(`/api/v1/device?rows=1&dmPartitionId=${second}`);
    expect(at(json, 'result', 'totalCount')).toBe(16);
    const guid = textAt(json, 'result', 'searchResults', 0, 'guid');
    expect((await write(client, [guid], 'token')).json).toEqual({ result: 0 });
  });

  it('without their roles the doors are closed, and forced check-ins are limited', async () => {
    const forced = await Promise.all(
      Array.from({ length: 102 }, () =>
        neurons.api(`${CPS}/forceCheckin`, { json: { identifiers: ['nobody'] } }),
      ),
    );
    expect(forced.filter(({ status }) => status === 429)).toHaveLength(2);
    await control('/tenant', 'PATCH', { cpsRole: false, deviceManagementRole: false });
    expect((await neurons.api(`${CPS}?limit=1`)).status).toBe(403);
    expect(
      (await neurons.api('/api/v1/device/forceCheckin', { method: 'PUT', form: { ids: '1' } })).status,
    ).toBe(403);
    const { json } = await neurons.api('/api/v1/metadata/tenant');
    expect(at(json, 'result', 'dmPermissionList')).toEqual(['device.read']);
  });

  it('a GDPR profile hides what devices could be matched by', async () => {
    await control('/tenant', 'PATCH', { gdprProfile: true });
    const { json } = await neurons.api('/api/v1/device?rows=1');
    expect(at(json, 'result', 'searchResults', 0, 'serialNumber')).toBe('****');
  });

  it('EPMM needs the device space, limits what is asked for, and answers flat rows', async () => {
    expect((await epmm.api('/api/v2/devices')).status).toBe(400);
    expect((await epmm.api('/api/v2/labels/label_summary?adminDeviceSpaceId=1&limit=201')).status).toBe(400);
    const query = encodeURIComponent('common.platform = "iOS" AND common.status = "ACTIVE"');
    const { json } = await epmm.api(
      `/api/v2/devices?adminDeviceSpaceId=1&query=${query}&fields=common.uuid&limit=5&offset=5`,
    );
    expect(json).toMatchObject({ totalCount: 8, resultCount: 3, hasMore: false });
    expect(Object.keys(recordAt(json, 'results', 0))).toEqual(['common.uuid']);
  });

  it('EPMM does not push a changed attribute, and the configuration of the catalogue goes before the plist', async () => {
    const [device = ''] = await iosDevices('epmm-2');
    await write(epmm, [device], 'token');
    const { json } = await control('/devices?tenant=epmm-2&platform=ios&limit=1', 'GET');
    expect(at(json, 'devices', 0, 'nextCheckIn')).toBeNull();
    const configure = (source: string, entries: unknown): Promise<Answer> =>
      control('/app-configurations?tenant=epmm-2', 'PUT', { platform: 'ios', source, entries });
    const comesTwice = async (): Promise<unknown> => {
      await checkIn(device, 'epmm-2');
      await checkIn(device, 'epmm-2');
      return held(device, 'epmm-2');
    };
    await configure('plist', { [KEY]: 'from-the-plist' });
    expect(await comesTwice()).toBe('token');
    await configure('catalog', null);
    expect(await comesTwice()).toBe('from-the-plist');
  });

  it('a variable without value leaves the key out', async () => {
    const [device = ''] = await iosDevices();
    await checkIn(device);
    expect(await heldBy(simulators.mobileiron, device, IOS)).toEqual({ supportContact: 'help@example.com' });
  });
});
