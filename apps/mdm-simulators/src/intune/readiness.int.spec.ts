import { type Answer, at, call, listAt, startForSpec, textAt } from '../simulators.fixture.ts';
import { type RunningSimulators } from '../simulators.ts';
import { type IntuneClient, intuneClient } from './intune.fixture.ts';

describe('The readiness of an Intune tenant', () => {
  let simulators: RunningSimulators;
  let client: IntuneClient;

  beforeEach(async () => {
    simulators = await startForSpec({ checkInDelayMinMs: 60_000, checkInDelayMaxMs: 60_000 });
    client = await intuneClient(simulators.intune);
  });

  afterEach(() => simulators.stop());

  const settings = (change: Record<string, unknown>): Promise<Answer> =>
    call(`${simulators.intune}/__sim/tenant`, { method: 'PATCH', json: change });
  const certificate = (): Promise<Answer> =>
    client.graph('/v1.0/deviceManagement/applePushNotificationCertificate');

  it('tells the expiry of the push certificate, which may have passed, or that there is none', async () => {
    expect(Date.parse(textAt((await certificate()).json, 'expirationDateTime'))).toBeGreaterThan(Date.now());
    await call(`${simulators.intune}/__sim/faults`, {
      method: 'PUT',
      json: { faults: [{ kind: 'expired-apns-certificate' }] },
    });
    expect(Date.parse(textAt((await certificate()).json, 'expirationDateTime'))).toBeLessThan(Date.now());
    await settings({ apnsExpiresAt: null });
    expect((await certificate()).status).toBe(404);
  });

  it('tells the binding of Managed Google Play, in beta only', async () => {
    const path = 'deviceManagement/androidManagedStoreAccountEnterpriseSettings';
    await settings({ bindStatus: 'notBound' });
    expect(at((await client.graph(`/beta/${path}`)).json, 'bindStatus')).toBe('notBound');
    expect((await client.graph(`/v1.0/${path}`)).status).toBe(400);
    expect((await client.graph(`/beta/${path}/syncApps`, { method: 'POST' })).status).toBe(204);
  });

  it('tells whether the app is assigned to anybody', async () => {
    const path = `/beta/deviceAppManagement/mobileApps/${textAt(client.tenant, 'apps', 'ios', 'id')}`;
    expect(at((await client.graph(path)).json, 'isAssigned')).toBe(true);
    await settings({ appsAssigned: false });
    expect(at((await client.graph(path)).json, 'isAssigned')).toBe(false);
    expect(listAt((await client.graph(`${path}/assignments`)).json, 'value')).toEqual([]);
  });

  it('lists managed devices with a right count, has no $count, and syncs one', async () => {
    const base = '/v1.0/deviceManagement/managedDevices';
    const { json } = await client.graph(base);
    expect(at(json, '@odata.count')).toBe(4);
    expect((await client.graph(`${base}/$count`)).status).toBe(400);
    const device = textAt(json, 'value', 0, 'id');
    expect((await client.graph(`${base}/${device}/syncDevice`, { method: 'POST' })).status).toBe(204);
    const state = async (): Promise<unknown> =>
      at((await client.graph(`${base}/${device}`)).json, 'deviceActionResults', 0, 'actionState');
    expect(await state()).toBe('pending');
    await call(`${simulators.intune}/__sim/devices/${device}/check-in`, { method: 'POST' });
    expect(await state()).toBe('done');
  });

  it('answers a batch part by part, in another order, and holds back what depends on a failure', async () => {
    const requests = [
      { id: '1', method: 'GET', url: '/deviceManagement' },
      { id: '2', method: 'GET', url: '/deviceAppManagement/nothing' },
      { id: '3', method: 'GET', url: '/deviceManagement', dependsOn: ['2'] },
    ];
    const answer = await client.graph('/v1.0/$batch', { json: { requests } });
    expect(answer.status).toBe(200);
    expect(listAt(answer.json, 'responses').map((part) => [at(part, 'id'), at(part, 'status')])).toEqual([
      ['3', 424],
      ['2', 400],
      ['1', 200],
    ]);
    const many = Array.from({ length: 21 }, (_, index) => ({ id: String(index), method: 'GET', url: '/me' }));
    expect((await client.graph('/v1.0/$batch', { json: { requests: many } })).status).toBe(400);
  });
});
