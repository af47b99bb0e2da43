import { Registry } from '@prometheus-io/client';
import { HealthServer } from './health-server.ts';
import { ReadinessCheck } from './readiness-check.ts';

class Switchable extends ReadinessCheck {
  override readonly name = 'redis';
  outcome: () => Promise<string | null> = () => Promise.resolve(null);

  override problem(): Promise<string | null> {
    return this.outcome();
  }
}

describe('the health server', () => {
  const check = new Switchable();
  const server = new HealthServer({ service: 'test', port: 0, checks: [check], metrics: new Registry() });
  let url = '';

  beforeAll(async () => {
    ({ url } = await server.listen());
  });
  afterAll(() => server.close());

  const get = async (path: string): Promise<{ status: number; body: string }> => {
    const response = await fetch(url + path);
    return { status: response.status, body: await response.text() };
  };

  it('is alive while the process runs, ready while every check passes', async () => {
    expect(await get('/livez')).toEqual({ status: 200, body: '{"alive":true}' });
    expect(await get('/readyz')).toMatchObject({ status: 200 });
    expect(await get('/metrics')).toMatchObject({ status: 200 });
    expect(await get('/else')).toMatchObject({ status: 404 });
  });

  it('listens on the host it is given, on 127.0.0.1 unless told', async () => {
    expect(new URL(url).hostname).toBe('127.0.0.1');
    for (const host of ['0.0.0.0', '::1']) {
      const other = new HealthServer({
        service: 'test',
        port: 0,
        host,
        checks: [check],
        metrics: new Registry(),
      });
      const { url: otherUrl } = await other.listen();
      expect((await fetch(`${otherUrl}/livez`)).status).toBe(200);
      await other.close();
    }
  });

  it('is not ready as soon as the service leaves, and asks callers to connect anew', async () => {
    const leaving = new HealthServer({ service: 'test', port: 0, checks: [] });
    const { url: itsUrl } = await leaving.listen();
    expect((await fetch(`${itsUrl}/readyz`)).status).toBe(200);
    leaving.leave();
    const response = await fetch(`${itsUrl}/readyz`);
    expect([response.status, response.headers.get('connection')]).toEqual([503, 'close']);
    expect(await response.text()).toContain('the service is stopping');
    expect((await fetch(`${itsUrl}/livez`)).status).toBe(200);
    await leaving.close();
  });

  it('tells what the process is, uses and has answered', async () => {
    await get('/livez');
    const { body } = await get('/metrics');
    for (const figure of [
      /^mdm_gate_build_info\{service="test",version="\d[^"]*",node="\d[^"]*"\} 1$/m,
      /^process_resident_memory_bytes \d+/m,
      /^nodejs_eventloop_lag_seconds /m,
      /^http_server_request_duration_seconds_count\{listener="health",method="GET",route="\/livez",status="200"\} [1-9]/m,
      /^http_server_requests_in_flight\{listener="health"\} 1$/m,
    ])
      expect(body).toMatch(figure);
  });

  it('tells Prometheus whether each check passes', async () => {
    expect((await get('/metrics')).body).toContain('mdm_gate_ready{check="redis"} 1');
    check.outcome = () => Promise.resolve('not filled');
    expect((await get('/metrics')).body).toContain('mdm_gate_ready{check="redis"} 0');
  });

  it('says what is wrong when a check fails, throws or hangs', async () => {
    check.outcome = () => Promise.resolve('not filled');
    expect(await get('/readyz')).toMatchObject({
      status: 503,
      body: expect.stringContaining('not filled') as string,
    });
    check.outcome = () => Promise.reject(new Error('cannot be reached'));
    expect(await get('/readyz')).toMatchObject({
      status: 503,
      body: expect.stringContaining('cannot be') as string,
    });
    check.outcome = () => new Promise(() => undefined);
    expect(await get('/readyz')).toMatchObject({
      status: 503,
      body: expect.stringContaining('2000 ms') as string,
    });
  });
});
