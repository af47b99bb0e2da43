import { chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { accountForPostgres, launchAs } from './postgres-account.ts';
import { type RunningServer, type ServerOptions } from './running-server.ts';
import { requireServerBinary } from './server-binaries.ts';
import { startServer, type ServerPlace } from './start-server.ts';

export interface PgBouncerOptions extends ServerOptions {
  /** Further settings in the words of pgbouncer.ini, for instance `{ ignore_startup_parameters: 'options' }`. */
  settings?: Readonly<Record<string, string>>;
}

/**
 * Starts a private PgBouncer in transaction mode before the PostgreSQL with this URL, which it takes the host and port of;
 * all else is PgBouncer's default. Its `url` is that of the same database behind it.
 */
export function startPgBouncer(
  postgresUrl: string,
  { settings = {}, ...options }: PgBouncerOptions = {},
): Promise<RunningServer> {
  const account = accountForPostgres();
  const behind = new URL(postgresUrl);
  return startServer(
    {
      name: 'pgbouncer',
      url: (port) => Object.assign(new URL(postgresUrl), { host: `127.0.0.1:${port}` }).href,
      prepare: async (place) => {
        const files = {
          'pgbouncer.ini': configuration(behind, place, settings),
          'users.txt': `"${behind.username}" ""\n`,
        };
        for (const [name, content] of Object.entries(files))
          await writeFile(join(place.dataDir, name), content, { mode: 0o644 });
        if (account !== undefined) await chown(place.dataDir, account.uid, account.gid);
      },
      launch: ({ dataDir }) => {
        const command = requireServerBinary('pgbouncer');
        return launchAs(account, { command, args: [join(dataDir, 'pgbouncer.ini')] }, dataDir);
      },
      readyLine: /process up/,
      stopSignal: 'SIGTERM',
    },
    options,
  );
}

function configuration(
  { hostname, port }: URL,
  place: ServerPlace,
  settings: Readonly<Record<string, string>>,
): string {
  const all = {
    listen_addr: '127.0.0.1',
    listen_port: String(place.port),
    unix_socket_dir: '',
    auth_type: 'trust',
    auth_file: join(place.dataDir, 'users.txt'),
    pool_mode: 'transaction',
    ...settings,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name} = ${value}`);
  return ['[databases]', `* = host=${hostname} port=${port}`, '[pgbouncer]', ...lines, ''].join('\n');
}
