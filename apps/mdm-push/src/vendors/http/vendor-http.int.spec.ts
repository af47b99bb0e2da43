import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TestAttempt } from '../../fixtures/test-attempt.ts';
import { OutboundAgent } from '../../outbound/outbound-agent.ts';
import { OutboundPolicy } from '../../outbound/outbound-policy.ts';
import { RequestFate } from './request-fate.ts';
import { VendorHttp } from './vendor-http.ts';
import type { ChangeRequest } from './vendor-request.ts';

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
  const change = (fate = new RequestFate()): ChangeRequest => ({ method: 'POST', url, json: {}, fate });

  it('whose permission to write cannot be looked up fails with what stood in the way, and not with the vendor', async () => {
    const down = new Error('connect ECONNREFUSED');
    class WithoutDatabase extends TestAttempt {
      override permitWrite = (): Promise<void> => Promise.reject(down);
    }
    const http = answering(200);
    await expect(http.change({ method: 'POST', url, json: {} }, new WithoutDatabase())).rejects.toBe(down);
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
        http.change({ method: 'POST', url: `${url}/hangs`, json: {} }, new Stopping()),
      ).rejects.toMatchObject({ name: 'AbortError' });
    }
    await expect(http.read({ method: 'GET', url }, new TestAttempt())).resolves.toMatchObject({
      status: 200,
    });
  });

  it.each([[0], [408], [429], [500], [502], [503], [504]])(
    'that changes nothing is repeated after %s',
    async (status) => {
      const sent = answering(status, 200).read({ method: 'GET', url }, new TestAttempt());
      await expect(sent).resolves.toMatchObject({ status: 200 });
      expect(received).toBe(2);
    },
  );

  it.each([[0], [400], [401], [408], [409], [425], [429], [500], [502], [503], [504]])(
    'that changes something is sent once, also when it is answered %s',
    async (status) => {
      await answering(status, 200)
        .change(change(), new TestAttempt())
        .catch(() => undefined);
      expect(received).toBe(1);
    },
  );

  it.each([[429], [503], [0]])('that signs in is sent once, also when it is answered %s', async (status) => {
    const request = { method: 'POST', url, form: {} } as const;
    await expect(answering(status, 200).signIn(request, new TestAttempt())).rejects.toThrow();
    expect(received).toBe(1);
  });

  it.each([[0], [401], [429], [500], [503]])(
    "for what may as well not be known is asked once, and %s stands in nobody's way",
    async (status) => {
      const http = answering(...Array.from({ length: 6 }, () => status), 200);
      for (let glances = 0; glances < 6; glances += 1) {
        const seen = await http.glance({ method: 'GET', url }, new TestAttempt());
        expect(seen === undefined || seen.status === 401).toBe(true);
      }
      expect(received).toBe(6);
      await expect(http.read({ method: 'GET', url }, new TestAttempt())).resolves.toMatchObject({
        status: 200,
      });
    },
  );

  it.each([
    ['may have been carried out when the connection was cut', 0, true],
    ['may have been carried out when the vendor failed', 500, true],
    ['was carried out when the vendor says so', 200, true],
    ['was not carried out when the vendor refused it', 403, false],
    ['was not carried out when the vendor throttled it', 429, false],
  ])('%s', async (_, status, mayBeDone) => {
    const fate = new RequestFate();
    await answering(status)
      .change(change(fate), new TestAttempt())
      .catch(() => undefined);
    expect(fate.mayBeDone).toBe(mayBeDone);
  });

  it('was not carried out when nobody listens there', async () => {
    const fate = new RequestFate();
    const closed = { ...change(fate), url: 'http://127.0.0.1:1' };
    await answering(200)
      .change(closed, new TestAttempt())
      .catch(() => undefined);
    expect(fate.mayBeDone).toBe(false);
  });
});
