import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunningServer, type ServerOptions } from './running-server.ts';
import { serverProgram } from './server-program.ts';
import { placeTls, tlsIn, type ServerTls } from './server-tls.ts';
import { startServer, type ServerPlace } from './start-server.ts';

export interface NatsOptions extends ServerOptions {
  /** On unless told otherwise. */
  jetstream?: boolean;
  /** What the server calls itself; servers of one cluster must differ. */
  serverName?: string;
  /** Further text for the server's configuration file, for instance `authorization { … }`. */
  config?: string;
  /** Takes encrypted connections only. */
  tls?: ServerTls;
}

/** Starts a private nats-server, with JetStream in its data folder. */
export function startNats({
  jetstream = true,
  serverName = 'local',
  config = '',
  tls,
  ...options
}: NatsOptions = {}): Promise<RunningServer> {
  return startServer(
    {
      name: 'nats',
      url: (port) => `nats://127.0.0.1:${port}`,
      prepare: async ({ dataDir, port }) => {
        if (tls !== undefined) await placeTls(tls, dataDir);
        const all = { dataDir, port, jetstream, serverName, config: config + tlsConfig(dataDir, tls) };
        await writeFile(configFile(dataDir), configuration(all), { mode: 0o600 });
      },
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

function tlsConfig(dataDir: string, tls: ServerTls | undefined): string {
  if (tls === undefined) return '';
  const { certFile, keyFile, clientsCaFile } = tlsIn(dataDir, tls);
  const clients =
    clientsCaFile === undefined ? '' : `ca_file: ${JSON.stringify(clientsCaFile)}, verify: true`;
  return `\ntls { cert_file: ${JSON.stringify(certFile)}, key_file: ${JSON.stringify(keyFile)}, ${clients} }`;
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
