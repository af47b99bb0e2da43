import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TestAttempt } from '../fixtures/test-attempt.ts';
import { VendorHttp } from '../vendors/http/vendor-http.ts';
import { OutboundAgent } from './outbound-agent.ts';
import { OutboundPolicy } from './outbound-policy.ts';

describe('requests to vendors', () => {
  let server: Server;
  let url: string;
  let reached = 0;
  const agents: OutboundAgent[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      reached += 1;
      if (request.url === '/redirect') response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
      else if (request.url === '/huge') response.end('x'.repeat(9 * 1024 * 1024));
      else response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://localhost:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    for (const agent of agents) await agent.onApplicationShutdown();
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    reached = 0;
  });
  const get = async (target: string, allow: string[]): Promise<unknown> => {
    const agent = new OutboundAgent(new OutboundPolicy(allow));
    agents.push(agent);
    return new VendorHttp(agent.dispatcher).read({ method: 'GET', url: target }, new TestAttempt());
  };

  it('reach a host that the operator allows', async () => {
    await expect(get(url, ['localhost'])).resolves.toMatchObject({ status: 200, body: {} });
  });

  it('do not reach a name that resolves to a local address, which shows only when connecting', async () => {
    await expect(get(url.replace('http:', 'https:'), [])).rejects.toMatchObject({ code: 'address-refused' });
    expect(reached).toBe(0);
  });

  it('do not reach a local address that stands in the URL', async () => {
    await expect(get(url.replace('localhost', '127.0.0.1'), [])).rejects.toMatchObject({
      code: 'address-refused',
    });
    expect(reached).toBe(0);
  });

  it('follow no redirect', async () => {
    await expect(get(`${url}/redirect`, ['localhost'])).rejects.toMatchObject({ code: 'settings-refused' });
    expect(reached).toBe(1);
  });

  it('read no endless answer', async () => {
    await expect(get(`${url}/huge`, ['localhost'])).rejects.toMatchObject({
      code: 'vendor-answer-unexpected',
    });
  });
});
