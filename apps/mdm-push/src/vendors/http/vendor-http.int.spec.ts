import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TestAttempt } from '../../fixtures/test-attempt.ts';
import { OutboundAgent } from '../../outbound/outbound-agent.ts';
import { OutboundPolicy } from '../../outbound/outbound-policy.ts';
import { RequestFate } from './request-fate.ts';
import { VendorHttp } from './vendor-http.ts';

describe('a request to a vendor', () => {
  const agent = new OutboundAgent(new OutboundPolicy(['127.0.0.0/8']));
  let server: Server;
  let url: string;
  /** One per request; the last one again for all that follow. 0: the connection is cut. */
  let statuses: number[] = [];
  let received = 0;
  beforeAll(async () => {
    server = createServer((request, response) => {
      const status = statuses[Math.min(received, statuses.length - 1)] ?? 200;
      received += 1;
      if (request.url === '/hangs') return;
      if (status === 0) request.socket.destroy();
      else response.writeHead(status, { 'retry-after': '0.05' }).end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await agent.onApplicationShutdown();
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    received = 0;
  });
  const answering = (...given: number[]) => {
    statuses = given;
    return new VendorHttp(agent.dispatcher);
  };
  const once = (fate = new RequestFate()) =>
    ({ method: 'POST', url, json: {}, repeatable: false, fate }) as const;

  it('whose permission to write cannot be looked up fails with what stood in the way, and not with the vendor', async () => {
    const down = new Error('connect ECONNREFUSED');
    class WithoutDatabase extends TestAttempt {
      override permitWrite = (): Promise<void> => Promise.reject(down);
    }
    const http = answering(200);
    await expect(http.send({ method: 'POST', url, json: {} }, new WithoutDatabase())).rejects.toBe(down);
    expect(received).toBe(0);
  });

  it('that we give up ourselves does not make the vendor one that is left alone', async () => {
    const http = answering(200);
    for (let turn = 0; turn < 8; turn += 1) {
      const stopping = new AbortController();
      class Stopping extends TestAttempt {
        override readonly signal = stopping.signal;
        override permitWrite = (): Promise<void> => {
          setImmediate(() => {
            stopping.abort();
          });
          return Promise.resolve();
        };
      }
      await expect(
        http.send({ method: 'POST', url: `${url}/hangs`, json: {} }, new Stopping()),
      ).rejects.toMatchObject({ name: 'AbortError' });
    }
    await expect(http.send({ method: 'GET', url }, new TestAttempt())).resolves.toMatchObject({
      status: 200,
    });
  });

  it('that must not be sent twice is repeated when it was refused for now', async () => {
    await expect(answering(429, 200).send(once(), new TestAttempt())).resolves.toMatchObject({ status: 200 });
    expect(received).toBe(2);
  });

  it.each([[0], [502], [503]])('that must not be sent twice is not repeated after %s', async (status) => {
    await expect(answering(status, 200).send(once(), new TestAttempt())).rejects.toThrow();
    expect(received).toBe(1);
  });

  it.each([
    ['may have been carried out when the connection was cut', 0, true],
    ['may have been carried out when the vendor failed', 500, true],
    ['was carried out when the vendor says so', 200, true],
    ['was not carried out when the vendor refused it', 403, false],
    ['was not carried out when the vendor throttled it', 429, false],
  ])('%s', async (_, status, mayBeDone) => {
    const fate = new RequestFate();
    await answering(status)
      .send(once(fate), new TestAttempt())
      .catch(() => undefined);
    expect(fate.mayBeDone).toBe(mayBeDone);
  });

  it('was not carried out when nobody listens there', async () => {
    const fate = new RequestFate();
    const closed = { ...once(fate), url: 'http://127.0.0.1:1' };
    await answering(200)
      .send(closed, new TestAttempt())
      .catch(() => undefined);
    expect(fate.mayBeDone).toBe(false);
  });
});
