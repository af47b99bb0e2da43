import { type Answer, at, call, listAt, startForSpec, textAt } from '../simulators.fixture.ts';
import { type RunningSimulators } from '../simulators.ts';
import { mobileironClient } from '../mobileiron/mobileiron.fixture.ts';
import { uemClient } from '../workspace-one/workspace-one.fixture.ts';
import { CONFIGURATIONS, intuneClient, iosPolicyBody, androidPolicyBody } from '../intune/intune.fixture.ts';

describe('The control of the simulation', () => {
  let simulators: RunningSimulators;

  beforeEach(async () => {
    simulators = await startForSpec({ checkInDelayMinMs: 600_000, checkInDelayMaxMs: 600_000 });
  });

  afterEach(() => simulators.stop());

  const control = (
    path: string,
    method = 'GET',
    json?: unknown,
    url = simulators.workspaceOne,
  ): Promise<Answer> => call(`${url}/__sim${path}`, { method, ...(json === undefined ? {} : { json }) });

  it.each([
    ['PUT', '/faults', { faults: [{ kind: 'earthquake' }] }],
    ['PUT', '/faults', { faults: [{ kind: 'answer', status: 200 }] }],
    ['PUT', '/faults', { faults: [{ kind: 'timeout', match: { path: '(' } }] }],
    ['PUT', '/faults', { fault: [] }],
    ['PUT', '/faults', [1]],
    ['POST', '/devices', { platform: 'windows' }],
    ['POST', '/devices', { platform: 'ios', count: 1e9 }],
    ['POST', '/hand-edit', { platform: 'ios' }],
    ['PATCH', '/tenant', { unheardOf: true }],
    ['POST', '/reset', { really: true }],
    ['POST', '/tenants', { variant: 7 }],
  ])('%s %s refuses a wrong body with a code: %j', async (method, path, body) => {
    for (const url of [simulators.intune, simulators.workspaceOne, simulators.mobileiron]) {
      const answer = await control(path, method, body, url);
      expect(answer.status).toBe(400);
      expect(at(answer.json, 'error', 'code')).toBe('sim-body-invalid');
    }
  });

  it('refuses wrong queries, unknown tenants, devices, variants and paths with a code each', async () => {
    const code = async (path: string, method = 'GET', body?: unknown): Promise<string> =>
      textAt((await control(path, method, body)).json, 'error', 'code');
    expect(await code('/devices?colour=red')).toBe('sim-query-invalid');
    expect(await code('/tenant?tenant=nobody')).toBe('sim-tenant-unknown');
    expect(await code('/devices/nobody/check-in', 'POST')).toBe('sim-device-unknown');
    expect(await code('/tenants', 'POST', { variant: 'nosuch' })).toBe('sim-variant-unknown');
    expect(await code('/weather')).toBe('sim-route-unknown');
    const malformed = await fetch(`${simulators.intune}/__sim/faults`, {
      method: 'PUT',
      body: '{',
      headers: { 'content-type': 'application/json' },
    });
    expect(at(await malformed.json(), 'error', 'code')).toBe('sim-request-malformed');
  });

  it('survives garbage at every vendor', async () => {
    for (const url of [simulators.intune, simulators.workspaceOne, simulators.mobileiron]) {
      for (const path of [
        '/',
        '/%00',
        '/%E0%A4%A',
        '/api/v1/device?fq=(((',
        '/v1.0/$batch',
        '/a'.repeat(3000),
        '/../..',
      ]) {
        for (const options of [
          {},
          { method: 'POST', body: '\u0000{"', headers: { 'content-type': 'application/json' } },
        ]) {
          const { status } = await fetch(`${url}${path}`, options);
          expect(status).toBeGreaterThanOrEqual(400);
          expect(status).toBeLessThan(500);
        }
      }
      expect((await call(`${url}/__sim/tenant`)).status).toBe(200);
    }
  });

  it('takes an empty body whatever its declared type', async () => {
    const { json } = await control('/devices');
    const answer = await fetch(
      `${simulators.workspaceOne}/__sim/devices/${textAt(json, 'devices', 0, 'id')}/check-in`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
      },
    );
    expect(answer.status).toBe(200);
  });

  it('answers with a chosen status, so many times, after so many others, on matching paths only', async () => {
    const { uem } = await uemClient(simulators.workspaceOne);
    const fault = {
      kind: 'answer',
      status: 429,
      retryAfter: 2.5,
      skip: 1,
      times: 2,
      match: { method: 'GET', path: '^/api/system' },
    };
    await control('/faults', 'PUT', { faults: [fault] });
    expect((await uem('/api/mdm/smartgroups/search')).status).toBe(200);
    const answers: Answer[] = [];
    for (let index = 0; index < 4; index += 1) {
      answers.push(await uem('/api/system/info'));
    }
    expect(answers.map(({ status }) => status)).toEqual([200, 429, 429, 200]);
    expect(answers[1]?.headers.get('retry-after')).toBe('2.5');
    expect(at(answers[1]?.json, 'errorCode')).toBe(429);
    expect(at((await control('/faults')).json, 'faults', 0, 'seen')).toBe(4);
    await control('/faults', 'PUT', { faults: [{ kind: 'answer', status: 503 }] });
    expect((await uem('/api/system/info')).headers.get('retry-after')).toBeNull();
    await control('/faults', 'DELETE');
    expect((await uem('/api/system/info')).status).toBe(200);
  });

  it('is slow, silent or broken on demand', async () => {
    const { uem } = await uemClient(simulators.workspaceOne);
    await control('/faults', 'PUT', { faults: [{ kind: 'latency', latencyMs: 150 }] });
    const before = performance.now();
    await uem('/api/system/info');
    expect(performance.now() - before).toBeGreaterThan(140);
    await control('/faults', 'PUT', { faults: [{ kind: 'disconnect' }] });
    await expect(uem('/api/system/info')).rejects.toThrow('fetch failed');
    await control('/faults', 'PUT', { faults: [{ kind: 'timeout' }] });
    const silent = fetch(`${simulators.workspaceOne}/api/system/info`, { signal: AbortSignal.timeout(200) });
    await expect(silent).rejects.toThrow('timeout');
  });

  it('accepts a write without storing it, and stores one without answering', async () => {
    const client = await mobileironClient(simulators.mobileiron);
    const url = simulators.mobileiron;
    const { json } = await control('/devices?platform=ios', 'GET', undefined, url);
    const device = textAt(json, 'devices', 0, 'id');
    const path = `/api/v1/device/${device}/customattributes`;
    const put = (value: string): Promise<Answer> =>
      client.api(path, { method: 'PUT', json: { attrs: { pingidmdmtoken: value } } });
    const stored = async (): Promise<unknown> => at((await client.api(path)).json, 'attrs', 'pingidmdmtoken');
    await control(
      '/faults',
      'PUT',
      { faults: [{ kind: 'accepted-but-not-stored', match: { method: 'PUT' }, times: 1 }] },
      url,
    );
    expect((await put('one')).json).toEqual({ errors: null, result: 1 });
    expect(await stored()).toBeUndefined();
    await control(
      '/faults',
      'PUT',
      { faults: [{ kind: 'lost-answer', match: { method: 'PUT' }, times: 1 }] },
      url,
    );
    await expect(put('two')).rejects.toThrow('fetch failed');
    expect(await stored()).toBe('two');
    const { json: after } = await control('/devices?platform=ios&limit=1', 'GET', undefined, url);
    expect(at(after, 'devices', 0, 'writes')).toBe(1);
  });

  it('stores a write and then refuses it, with a body of ones own', async () => {
    const { tenant, uem } = await uemClient(simulators.workspaceOne);
    const path = `/api/mam/apps/${textAt(tenant, 'apps', 'ios', 'uuid')}/assignment-rules`;
    const body = { errorCode: 200011, message: 'Saved, publish failed.' };
    const fault = { kind: 'stored-but-refused', status: 500, body, match: { method: 'PUT' }, times: 1 };
    await control('/faults', 'PUT', { faults: [fault] });
    const put = await uem(path, { method: 'PUT', version: 2, json: {} });
    expect(put).toMatchObject({ status: 500, json: body });
    expect(at((await uem(path, { version: 2 })).json, 'assignments')).toEqual([]);
  });

  it('reaches no Apple device while the push certificate is expired', async () => {
    await control('/faults', 'PUT', { faults: [{ kind: 'expired-apns-certificate' }] });
    const { json } = await control('/devices');
    const checkIn = async (platform: string): Promise<Answer> => {
      const device = listAt(json, 'devices').find((candidate) => at(candidate, 'platform') === platform);
      return control(`/devices/${textAt(device, 'id')}/check-in`, 'POST');
    };
    expect(at((await checkIn('ios')).json, 'error', 'code')).toBe('sim-device-unreachable');
    expect((await checkIn('android')).status).toBe(200);
  });

  it('edits the value by hand at every vendor, and says when there is none', async () => {
    const edit = (url: string, platform = 'ios'): Promise<Answer> =>
      control('/hand-edit', 'POST', { platform, value: 'by-hand' }, url);
    expect(at((await edit(simulators.intune)).json, 'error', 'code')).toBe('sim-nothing-to-edit');
    const intune = await intuneClient(simulators.intune);
    await intune.graph(`/beta/${CONFIGURATIONS}`, { json: iosPolicyBody(intune.tenant, 'token') });
    await intune.graph(`/beta/${CONFIGURATIONS}`, { json: androidPolicyBody(intune.tenant, 'token') });
    for (const platform of ['ios', 'android']) {
      expect((await edit(simulators.intune, platform)).status).toBe(204);
      expect((await edit(simulators.workspaceOne, platform)).status).toBe(204);
      expect((await edit(simulators.mobileiron, platform)).status).toBe(204);
    }
    const { json: policies } = await intune.graph(`/beta/${CONFIGURATIONS}`);
    expect(at(policies, 'value', 0, 'settings', 0, 'appConfigKeyValue')).toBe('by-hand');
    const payload = Buffer.from(textAt(policies, 'value', 1, 'payloadJson'), 'base64').toString();
    expect(JSON.parse(payload)).toMatchObject({ managedProperty: [{ valueString: 'by-hand' }] });
    const { tenant, uem } = await uemClient(simulators.workspaceOne);
    const rules = await uem(`/api/mam/apps/${textAt(tenant, 'apps', 'ios', 'uuid')}/assignment-rules`, {
      version: 2,
    });
    expect(rules.text).toContain('by-hand');
    const { api } = await mobileironClient(simulators.mobileiron);
    expect((await api('/msa/v1/cps/device')).text).toContain('by-hand');
  });

  it('keeps a journal of what reached the vendor, without queries and bodies', async () => {
    const { uem } = await uemClient(simulators.workspaceOne);
    await uem('/api/mam/apps/search?bundleid=com.example.secret');
    const { json, text } = await control('/requests');
    expect(
      listAt(json, 'requests').map((entry) => [at(entry, 'method'), at(entry, 'path'), at(entry, 'status')]),
    ).toEqual([
      ['POST', '/connect/token', 200],
      ['GET', '/api/mam/apps/search', 204],
    ]);
    expect(at(json, 'counts')).toEqual({ 'GET /api/mam/apps/search 204': 1, 'POST /connect/token 200': 1 });
    expect(text).not.toContain('secret');
    await control('/requests', 'DELETE');
    expect(listAt((await control('/requests')).json, 'requests')).toEqual([]);
  });

  it('has tenants that know nothing of each other, and forgets them at a reset', async () => {
    const { json: second } = await control('/tenants', 'POST', {});
    await control(`/devices?tenant=${textAt(second, 'tenant')}`, 'POST', { platform: 'ios', count: 5 });
    const total = async (tenant: string): Promise<unknown> =>
      at((await control(`/devices?tenant=${tenant}`)).json, 'total');
    expect(await total(textAt(second, 'tenant'))).toBe(9);
    expect(await total('ws1-1')).toBe(4);
    await control('/reset', 'POST', {});
    expect(at((await control('/tenants')).json, 'tenants')).toEqual(['ws1-1']);
  });
});
