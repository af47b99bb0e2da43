import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { waitFor } from '../wait-for.ts';
import { startFaultProxy, type FaultProxy } from './start-fault-proxy.ts';

/** Sends back what it gets. */
async function startEcho(): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

class Client {
  received = '';
  closedBecause: string | undefined;
  readonly socket: Socket;

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    this.socket.on('data', (chunk: Buffer) => (this.received += chunk.toString()));
    this.socket.on('error', (error: NodeJS.ErrnoException) => (this.closedBecause = error.code));
    this.socket.on('end', () => (this.closedBecause ??= 'end'));
  }
}

describe('startFaultProxy', () => {
  let echo: Server;
  let proxy: FaultProxy;

  beforeEach(async () => {
    echo = await startEcho();
    proxy = await startFaultProxy({ url: `nats://user@127.0.0.1:${(echo.address() as AddressInfo).port}/x` });
  });

  afterEach(async () => {
    await proxy.stop();
    echo.close();
  });

  async function connected(): Promise<Client> {
    const client = new Client(proxy.port);
    client.socket.write('hello ');
    await waitFor(() => client.received === 'hello ');
    return client;
  }

  it('passes bytes and the end of a stream on, under the target’s URL with another address', async () => {
    const client = await connected();
    client.socket.end('bye');
    await waitFor(() => client.closedBecause === 'end');
    expect(client.received).toBe('hello bye');
    expect(proxy.url).toBe(`nats://user@127.0.0.1:${proxy.port}/x`);
  });

  it('passes megabytes unchanged', async () => {
    const client = await connected();
    client.socket.write('x'.repeat(5_000_000));
    await waitFor(() => client.received.length === 5_000_006);
    client.socket.destroy();
  });

  it('resets old and new connections while it is cut', async () => {
    const client = await connected();
    proxy.cut();
    await waitFor(() => client.closedBecause === 'ECONNRESET');
    const late = new Client(proxy.port);
    await waitFor(() => late.closedBecause !== undefined);
    proxy.heal();
    await connected().then(({ socket }) => socket.destroy());
  });

  it('holds everything back in a black hole, and delivers it in order after that', async () => {
    const client = await connected();
    proxy.blackhole();
    client.socket.write('one ');
    const late = new Client(proxy.port);
    late.socket.write('late');
    await expect(waitFor(() => client.received !== 'hello ', { timeoutMs: 150 })).rejects.toThrow('Waited');
    expect([client.closedBecause, late.closedBecause, late.received]).toEqual([undefined, undefined, '']);
    client.socket.write('two');
    proxy.heal();
    await waitFor(() => client.received === 'hello one two' && late.received === 'late');
    client.socket.destroy();
    late.socket.destroy();
  });

  it('delays both directions', async () => {
    const client = await connected();
    proxy.latency(100);
    const sentAt = performance.now();
    client.socket.write('slow');
    await waitFor(() => client.received === 'hello slow');
    expect(performance.now() - sentAt).toBeGreaterThan(195);
    client.socket.destroy();
  });

  it('resets the client when the server resets', async () => {
    const target = createServer((socket) => {
      socket.on('error', () => undefined).once('data', () => socket.resetAndDestroy());
    }).listen(0, '127.0.0.1');
    await once(target, 'listening');
    const before = await startFaultProxy({
      url: `tcp://127.0.0.1:${(target.address() as AddressInfo).port}`,
    });
    const client = new Client(before.port);
    client.socket.write('x');
    await waitFor(() => client.closedBecause === 'ECONNRESET');
    await before.stop();
    target.close();
  });
});
