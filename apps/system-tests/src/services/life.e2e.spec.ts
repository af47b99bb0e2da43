import { Agent, request, type IncomingMessage } from 'node:http';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from '@nats-io/transport-node';
import { findServerBinary, isRunning, waitFor } from '@mdm-gate/testing';
import { services, startService, Surroundings, type ServiceProcess } from '../fixtures/service-processes.ts';

let surroundings: Surroundings;
beforeAll(async () => {
  surroundings = await Surroundings.start();
});
afterAll(() => surroundings.stop());

const readiness = (service: ServiceProcess): Promise<number> =>
  fetch(`${service.healthUrl}/readyz`).then(({ status }) => status);

describe.each(services)('%s', (name) => {
  it('starts with nothing to warn of, and every line it writes is JSON', async () => {
    const service = await startService(name, surroundings.settingsOf(name));
    await waitFor(async () => (await readiness(service)) === 200);
    expect((await service.stop()).code).toBe(0);
    const lines = service
      .output()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { level?: string });
    expect(lines.filter(({ level }) => level !== undefined && level !== 'info')).toEqual([]);
  });

  it('tells figures that promtool finds nothing wrong with', async () => {
    const promtool = findServerBinary('promtool');
    if (promtool === undefined) throw new Error('promtool is not installed: apt-get install prometheus');
    const service = await startService(name, surroundings.settingsOf(name));
    const text = await (await fetch(`${service.healthUrl}/metrics`)).text();
    const checking = spawn(promtool, ['check', 'metrics']);
    let said = '';
    for (const stream of [checking.stdout, checking.stderr])
      stream.on('data', (chunk) => (said += String(chunk)));
    checking.stdin.end(text);
    const [code] = (await once(checking, 'close')) as [number];
    expect({ code, said }).toEqual({ code: 0, said: '' });
    for (const figure of [
      'mdm_gate_build_info',
      'process_cpu_seconds_total',
      'http_server_requests_in_flight',
    ])
      expect(text).toContain(figure);
    await service.stop();
  });

  it('is not ready for a while before it ends, when it is told to stop', async () => {
    const prefix = name.toUpperCase().replaceAll('-', '_');
    const settings = { ...surroundings.settingsOf(name), [`${prefix}_STOP_PAUSE_SECONDS`]: '300' };
    const service = await startService(name, settings);
    service.kill('SIGTERM');
    await waitFor(async () => (await readiness(service)) === 503);
    expect(service.running).toBe(true);
    // A second signal leaves the rest of the pause out.
    service.kill('SIGTERM');
    expect((await service.waitForExit()).code).toBe(0);
  });
});

describe('the gateway that was told to stop', () => {
  it('answers everybody, with problem documents, and asks to connect anew', async () => {
    const settings = { ...surroundings.settingsOf('token-admin'), TOKEN_ADMIN_STOP_PAUSE_SECONDS: '300' };
    const service = await startService('token-admin', settings);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const get = async (path: string) => {
      const asking = request(`${service.gatewayUrl}${path}`, { agent }).end();
      const [response] = (await once(asking, 'response')) as [IncomingMessage];
      response.resume();
      await once(response, 'end');
      const { connection, 'content-type': type } = response.headers;
      return { status: response.statusCode, connection, type };
    };
    const problem = 'application/problem+json; charset=utf-8';
    expect(await get('/api/v1/organizations')).toEqual({
      status: 401,
      connection: 'keep-alive',
      type: problem,
    });
    service.kill('SIGTERM');
    await waitFor(async () => (await readiness(service)) === 503);
    expect(await get('/api/v1/organizations')).toEqual({ status: 401, connection: 'close', type: problem });
    expect(await get('/api/v1/nothing-here')).toMatchObject({ connection: 'close', type: problem });
    agent.destroy();
    service.kill('SIGINT');
    expect((await service.waitForExit()).code).toBe(0);
  });
});

describe('the verifier that was told to stop', () => {
  it('answers checks during the pause, and those that came before its end', async () => {
    const settings = { ...surroundings.settingsOf('verifier'), VERIFIER_STOP_PAUSE_SECONDS: '300' };
    const service = await startService('verifier', settings);
    const caller = await connect({ servers: surroundings.nats.url });
    const check = async () => {
      const question = { organizationId: 'acme', deviceId: 'd', platform: 'ios', mdmToken: null };
      const answer = await caller.request('mdm.check.pairing', JSON.stringify(question), { timeout: 5_000 });
      return answer.json<{ reason: string }>().reason;
    };
    service.kill('SIGTERM');
    await waitFor(async () => (await readiness(service)) === 503);
    expect(await check()).toBe('organization-unknown');
    const last = check();
    await caller.flush();
    service.kill('SIGTERM');
    expect(await last).toBe('organization-unknown');
    expect((await service.waitForExit()).code).toBe(0);
    await caller.close();
  });
});

describe('SIGTERM', () => {
  it('reaches a service that npm started', async () => {
    const launch = { command: 'npm', args: ['start', '--workspace', 'apps/verifier'] };
    const service = await startService('verifier', surroundings.settingsOf('verifier'), launch);
    const line = /"pid":(\d+)/.exec(service.output());
    const pid = Number(line?.[1]);
    service.kill('SIGTERM');
    await service.waitForExit();
    await waitFor(() => !isRunning(pid), { describe: 'the end of the service' });
    expect(service.output()).toContain('"msg":"stopping"');
  });
});
