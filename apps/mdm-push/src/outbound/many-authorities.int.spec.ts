import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { waitFor } from '@mdm-gate/testing';
import { selfSignedCertificate } from '../fixtures/self-signed-certificate.ts';
import { TestAttempt } from '../fixtures/test-attempt.ts';
import { VendorHttp } from '../vendors/http/vendor-http.ts';
import { OutboundAgent } from './outbound-agent.ts';
import { OutboundPolicy } from './outbound-policy.ts';

const openMax = 100;

describe('connections that each bring an authority of their own', () => {
  const { certificate, privateKey } = selfSignedCertificate();
  const agent = new OutboundAgent(new OutboundPolicy(['127.0.0.0/8']));
  const sockets = new Set<Socket>();
  let server: Server;
  let url: string;
  beforeAll(async () => {
    server = createServer({ key: privateKey, cert: certificate }, (request, response) => {
      if (request.url === '/slow') setTimeout(() => response.end('{}'), 3_000);
      else response.end('{}');
    });
    server.on('secureConnection', (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    // Longer than the test: what ends a connection is the client.
    server.keepAliveTimeout = 60_000;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await agent.onApplicationShutdown();
    server.closeAllConnections();
    server.close();
  });
  const connection = (number: number) =>
    new VendorHttp(agent.dispatcherFor(`# authority ${number}\n${certificate}`));
  const get = (http: VendorHttp, path = '/') =>
    http.read({ method: 'GET', url: `${url}${path}` }, new TestAttempt());

  it('keep no more than the newest hundred open, and none is cut off in the middle of a request', async () => {
    const first = connection(0);
    const slow = get(first, '/slow');
    await waitFor(() => sockets.size === 1);
    for (let number = 1; number <= openMax + 20; number += 1) await get(connection(number));
    await waitFor(() => sockets.size <= openMax + 1, {
      describe: 'the oldest to be closed',
    });
    await expect(slow).resolves.toMatchObject({ status: 200 });
    // Used again, it connects anew.
    await expect(get(first)).resolves.toMatchObject({ status: 200 });
  });
});
