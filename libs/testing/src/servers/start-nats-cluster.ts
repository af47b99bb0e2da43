import { freePort } from '../free-port.ts';
import { type RunningServer } from './running-server.ts';
import { startNats } from './start-nats.ts';

/** Servers with JetStream that know one another, on this machine alone. */
export interface RunningNatsCluster {
  /** All of them, separated by commas. */
  readonly url: string;
  /** By what each calls itself, as JetStream names the leader of a stream. */
  readonly servers: ReadonlyMap<string, RunningServer>;
  /** Throws when there is none of this name. */
  server(name: string): RunningServer;
  stop(): Promise<void>;
}

/** Starts three servers, with which JetStream keeps streams in three copies and bears the loss of one server. */
export async function startNatsCluster({ config = '' } = {}): Promise<RunningNatsCluster> {
  const names = ['nats-1', 'nats-2', 'nats-3'];
  const routePorts = await Promise.all(names.map(() => freePort()));
  const routes = routePorts.map((port) => `"nats://127.0.0.1:${port}"`).join(', ');
  const cluster = (port: number | undefined): string =>
    `cluster { name: "local", listen: "127.0.0.1:${port}", routes: [${routes}] }`;
  const servers = new Map(
    await Promise.all(
      names.map(async (serverName, index) => {
        const text = `${cluster(routePorts[index])}\n${config}`;
        return [serverName, await startNats({ serverName, config: text })] as const;
      }),
    ),
  );
  return {
    url: [...servers.values()].map(({ url }) => url).join(','),
    servers,
    server: (name) => {
      const server = servers.get(name);
      if (server === undefined) throw new Error(`There is no NATS server "${name}"`);
      return server;
    },
    stop: async () => {
      await Promise.all([...servers.values()].map((server) => server.stop()));
    },
  };
}
