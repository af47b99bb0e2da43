import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunningServer, type ServerOptions } from './running-server.ts';
import { serverProgram } from './server-program.ts';
import { startServer, type ServerPlace } from './start-server.ts';

export interface NatsOptions extends ServerOptions {
  /** On unless told otherwise. */
  jetstream?: boolean;
  /** What the server calls itself; servers of one cluster must differ. */
  serverName?: string;
  /** Further text for the server's configuration file, for instance `authorization { … }`. */
  config?: string;
}

/** Starts a private nats-server, with JetStream in its data folder. */
export function startNats({
  jetstream = true,
  serverName = 'local',
  config = '',
  ...options
}: NatsOptions = {}): Promise<RunningServer> {
  return startServer(
    {
      name: 'nats',
      url: (port) => `nats://127.0.0.1:${port}`,
      prepare: ({ dataDir, port }) =>
        writeFile(configFile(dataDir), configuration({ dataDir, port, jetstream, serverName, config }), {
          mode: 0o600,
        }),
      launch: ({ dataDir }) => ({
        ...serverProgram('nats-server'),
        args: ['--config', configFile(dataDir)],
      }),
      readyLine: /Server is ready/,
      stopSignal: 'SIGTERM',
    },
    options,
  );
}

function configFile(dataDir: string): string {
  return join(dataDir, 'nats.conf');
}

function configuration(
  of: Pick<ServerPlace, 'dataDir' | 'port'> &
    Required<Pick<NatsOptions, 'jetstream' | 'serverName' | 'config'>>,
): string {
  return [
    `listen: "127.0.0.1:${of.port}"`,
    `server_name: ${JSON.stringify(of.serverName)}`,
    of.jetstream ? `jetstream { store_dir: ${JSON.stringify(of.dataDir)} }` : '',
    of.config,
    '',
  ].join('\n');
}
