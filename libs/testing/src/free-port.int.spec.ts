import { createServer } from 'node:net';
import { once } from 'node:events';
import { freePort } from './free-port.ts';

describe('freePort', () => {
  it('gives ports one can listen on, each only once', async () => {
    const ports = await Promise.all(Array.from({ length: 200 }, () => freePort()));
    expect(new Set(ports).size).toBe(200);
    const server = createServer().listen(ports[0], '127.0.0.1');
    await once(server, 'listening');
    server.close();
  });
});
