import { existsSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { postgresProgram, type PostgresProgram } from './postgres-program.ts';
import { type RunningServer, type ServerOptions } from './running-server.ts';
import { tlsIn, type ServerTls } from './server-tls.ts';
import { startServer, type ServerPlace } from './start-server.ts';

export interface PostgresOptions extends ServerOptions {
  /** Commits reach the disk before they are answered. Off unless told: a SIGKILL of the server loses nothing either way, only a power cut would. */
  durable?: boolean;
  /** Further settings in the words of postgresql.conf, for instance `{ log_statement: 'all' }`. */
  settings?: Readonly<Record<string, string>>;
  /** Of the superuser; then nobody gets in without one. */
  password?: string;
  /** The rules of pg_hba.conf: who may come in, and how. Everybody of this machine, unless told. */
  rules?: readonly string[];
  /** Offers encryption; rules say who must take it. */
  tls?: ServerTls;
}

/** No traces outside the data folder: no socket in /tmp, no shared memory files in /dev/shm. */
const fixedSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  dynamic_shared_memory_type: 'mmap',
  max_connections: '400',
  shared_buffers: '64MB',
  lc_messages: 'C',
};

const forgetful = { fsync: 'off', full_page_writes: 'off' };

/** Starts a private PostgreSQL with a superuser `postgres`; as another user when we are root. */
export function startPostgres({
  durable = false,
  settings = {},
  password,
  rules,
  tls,
  ...options
}: PostgresOptions = {}): Promise<RunningServer> {
  const program = postgresProgram();
  const chosen = { ...fixedSettings, ...(durable ? {} : forgetful), ...settings };
  return startServer(
    {
      name: 'postgres',
      url: (port) =>
        `postgres://postgres${password === undefined ? '' : `:${password}`}@127.0.0.1:${port}/postgres`,
      prepare: async (place) => {
        await createCluster(program, place, password);
        if (tls !== undefined) await program.place(tls, cluster(place.dataDir));
        if (rules !== undefined)
          await writeFile(join(cluster(place.dataDir), 'pg_hba.conf'), `${rules.join('\n')}\n`);
      },
      launch: ({ dataDir, port }) => {
        const args = [
          '-D',
          cluster(dataDir),
          '-p',
          String(port),
          ...Object.entries({ ...chosen, ...tlsSettings(dataDir, tls) }).flatMap(([name, value]) => [
            '-c',
            `${name}=${value}`,
          ]),
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

function tlsSettings(dataDir: string, tls: ServerTls | undefined): Record<string, string> {
  if (tls === undefined) return {};
  const { certFile, keyFile, clientsCaFile } = tlsIn(cluster(dataDir), tls);
  return {
    ssl: 'on',
    ssl_cert_file: certFile,
    ssl_key_file: keyFile,
    ...(clientsCaFile !== undefined && { ssl_ca_file: clientsCaFile }),
  };
}

function cluster(dataDir: string): string {
  return join(dataDir, 'cluster');
}

/** Made aside and renamed: a half-made cluster (Ctrl-C at the first start) is never taken for a whole one. */
async function createCluster(
  program: PostgresProgram,
  { dataDir, temporaryFolder }: ServerPlace,
  password: string | undefined,
): Promise<void> {
  if (existsSync(cluster(dataDir))) return;
  const unfinished = join(dataDir, 'unfinished-cluster');
  await rm(unfinished, { recursive: true, force: true });
  await program.makeFolder(unfinished);
  const passwordFile = join(dataDir, 'password');
  const method =
    password === undefined ? ['-A', 'trust'] : ['-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
  const args = ['-D', unfinished, '-U', 'postgres', ...method, '-E', 'UTF8', '--locale=C', '--no-sync'];
  if (password !== undefined) await writeFile(passwordFile, password);
  try {
    await program.run('initdb', args, { dataDir, temporaryFolder });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(unfinished, cluster(dataDir));
}
