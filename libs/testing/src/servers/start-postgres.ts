import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { postgresProgram, type PostgresProgram } from './postgres-program.ts';
import { type RunningServer, type ServerOptions } from './running-server.ts';
import { startServer, type ServerPlace } from './start-server.ts';

export interface PostgresOptions extends ServerOptions {
  /** Commits reach the disk before they are answered. Off unless told: a SIGKILL of the server loses nothing either way, only a power cut would. */
  durable?: boolean;
  /** Further settings in the words of postgresql.conf, for instance `{ log_statement: 'all' }`. */
  settings?: Readonly<Record<string, string>>;
}

/** No traces outside the data folder: no socket in /tmp, no shared memory files in /dev/shm. */
const fixedSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  dynamic_shared_memory_type: 'mmap',
  max_connections: '200',
  shared_buffers: '64MB',
  lc_messages: 'C',
};

const forgetful = { fsync: 'off', full_page_writes: 'off' };

/** Starts a private PostgreSQL whose superuser `postgres` needs no password; as another user when we are root. */
export function startPostgres({
  durable = false,
  settings = {},
  ...options
}: PostgresOptions = {}): Promise<RunningServer> {
  const program = postgresProgram();
  const all = Object.entries({ ...fixedSettings, ...(durable ? {} : forgetful), ...settings });
  return startServer(
    {
      name: 'postgres',
      url: (port) => `postgres://postgres@127.0.0.1:${port}/postgres`,
      prepare: (place) => createCluster(program, place),
      launch: ({ dataDir, port }) => {
        const args = [
          '-D',
          cluster(dataDir),
          '-p',
          String(port),
          ...all.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
        ];
        return program.launch('postgres', args, dataDir);
      },
      readyLine: /database system is ready to accept connections/,
      // Ends the sessions of its clients instead of waiting for them.
      stopSignal: 'SIGINT',
    },
    options,
  );
}

function cluster(dataDir: string): string {
  return join(dataDir, 'cluster');
}

/** Made aside and renamed: a half-made cluster (Ctrl-C at the first start) is never taken for a whole one. */
async function createCluster(
  program: PostgresProgram,
  { dataDir, temporaryFolder }: ServerPlace,
): Promise<void> {
  if (existsSync(cluster(dataDir))) return;
  const unfinished = join(dataDir, 'unfinished-cluster');
  await rm(unfinished, { recursive: true, force: true });
  await program.makeFolder(unfinished);
  const args = ['-D', unfinished, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  await program.run('initdb', args, { dataDir, temporaryFolder });
  await rename(unfinished, cluster(dataDir));
}
