import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { fastifyAdapter } from './fastify-gateway.ts';
import { answerUnreadable } from './unreadable-requests.ts';

describe('a request that does not come to an end', () => {
  let server: Server;
  /** As the gateway's, and less patient. */
  beforeAll(async () => {
    server = createServer(
      { requestTimeout: 100, headersTimeout: 100, connectionsCheckingInterval: 20 },
      (request, response) => request.resume().once('end', () => response.end()),
    );
    server.on('clientError', answerUnreadable);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => {
    server.close();
  });

  it.each([
    ['in its first line', 'GET /api/v1/organ'],
    ['in its headers', 'GET / HTTP/1.1\r\nHost: gate\r\nAuthorization: Bea'],
    ['in its body', 'POST / HTTP/1.1\r\nHost: gate\r\nContent-Length: 20\r\n\r\n{"name":'],
    ['in a chunk', 'POST / HTTP/1.1\r\nHost: gate\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"n'],
  ])('%s is answered with 408, by a problem document', async (_, beginning) => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.write(beginning);
    await once(socket, 'close');
    const [head = '', body = ''] = text.split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 408 .*Content-Type: application\/problem\+json.*Connection: close/s);
    expect(JSON.parse(body)).toMatchObject({ status: 408, code: 'request-incomplete' });
  });

  it('has half a minute at the gateway', () => {
    const gateway = fastifyAdapter(undefined).getInstance().server;
    expect(gateway.requestTimeout).toBe(30_000);
    expect(gateway.listeners('clientError')).toHaveLength(1);
  });
});
