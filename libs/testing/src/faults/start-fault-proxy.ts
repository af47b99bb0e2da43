import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { pipeDelayed, type NetworkCondition } from './delayed-pipe.ts';

/** Stands between a client and a server and does to their connections what a network does. */
export interface FaultProxy {
  readonly port: number;
  /** The target's URL with the proxy's address in it. */
  readonly url: string;
  /** Resets every connection, and each new one at once. */
  cut(): void;
  /** Connections stay and new ones are accepted, but nothing arrives any more until `heal`, then all of it does. */
  blackhole(): void;
  /** As `blackhole`, of what is sent that way only: the other way everything goes on. */
  silence(towards: 'server' | 'client'): void;
  /** The server loses its end of every connection, and the client is never told; new ones are as ever. */
  forget(): void;
  /** Delays what is sent from now on, in each direction. */
  latency(milliseconds: number): void;
  /** Ends cut, black hole, silence and latency. */
  heal(): void;
  stop(): Promise<void>;
}

/** Starts a proxy on a free port of 127.0.0.1 in front of the server with this URL. */
export async function startFaultProxy(target: { readonly url: string }): Promise<FaultProxy> {
  const proxy = new TcpFaultProxy(new URL(target.url));
  await proxy.start();
  return proxy;
}

class TcpFaultProxy implements FaultProxy {
  readonly #target: URL;
  readonly #server: Server;
  readonly #network: Readonly<Record<'server' | 'client', NetworkCondition>> = {
    server: { latencyMs: 0, passable: Promise.resolve() },
    client: { latencyMs: 0, passable: Promise.resolve() },
  };
  readonly #servers = new Set<Socket>();
  readonly #sockets = new Set<Socket>();
  #isCut = false;
  #openUp = (): void => undefined;

  constructor(target: URL) {
    this.#target = target;
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
      this.#accept(client);
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    const url = new URL(this.#target);
    url.host = `127.0.0.1:${this.port}`;
    return url.href;
  }

  async start(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  cut(): void {
    this.#isCut = true;
    this.#resetAll();
  }

  blackhole(): void {
    this.#close(['server', 'client']);
  }

  silence(towards: 'server' | 'client'): void {
    this.#close([towards]);
  }

  forget(): void {
    for (const socket of this.#servers) socket.destroy();
  }

  latency(milliseconds: number): void {
    for (const way of Object.values(this.#network)) way.latencyMs = milliseconds;
  }

  heal(): void {
    this.#isCut = false;
    for (const way of Object.values(this.#network)) {
      way.latencyMs = 0;
      way.passable = Promise.resolve();
    }
    this.#openUp();
  }

  #close(ways: readonly ('server' | 'client')[]): void {
    this.#openUp();
    const passable = new Promise<void>((resolve) => {
      this.#openUp = resolve;
    });
    for (const way of ways) this.#network[way].passable = passable;
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#resetAll();
    this.#openUp();
    await closed;
  }

  #accept(client: Socket): void {
    if (this.#isCut) {
      client.on('error', () => undefined).resetAndDestroy();
      return;
    }
    const server = connect({
      host: this.#target.hostname,
      port: Number(this.#target.port),
      allowHalfOpen: true,
      noDelay: true,
    });
    this.#endTogether(client, server);
    this.#servers.add(server);
    server.once('close', () => this.#servers.delete(server));
    pipeDelayed(client, server, this.#network.server);
    pipeDelayed(server, client, this.#network.client);
  }

  #endTogether(...pair: [Socket, Socket]): void {
    for (const socket of pair) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', (hadError) => {
        this.#sockets.delete(socket);
        // A reset does not get out of a black hole either.
        const passable = Promise.all(Object.values(this.#network).map((way) => way.passable));
        if (hadError) void passable.then(() => pair.map((each) => each.resetAndDestroy()));
      });
    }
  }

  #resetAll(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }
}
