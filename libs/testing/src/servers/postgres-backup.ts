import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { requireServerBinary } from './server-binaries.ts';
import type { RunningServer } from './running-server.ts';

/** A copy of the files of a server that stands still meanwhile. */
export interface FileBackup {
  /** Puts the files back in the place of those that are there now. The server is stopped and started again. */
  restore(): Promise<void>;
  remove(): Promise<void>;
}

/** Kills the server, copies its data folder and starts it again. For every kind of server that `startServer` starts. */
export async function backUpFiles(server: RunningServer): Promise<FileBackup> {
  const copy = await mkdtemp(join(tmpdir(), 'mdm-gate-backup-'));
  await server.kill();
  copyFolder(server.dataDir, copy);
  await server.restart();
  return {
    async restore() {
      await server.kill();
      await rm(server.dataDir, { recursive: true, force: true });
      await mkdir(server.dataDir, { mode: 0o700 });
      copyFolder(copy, server.dataDir);
      await server.restart();
    },
    remove: () => rm(copy, { recursive: true, force: true }),
  };
}

/** Owners and times stay as they are: PostgreSQL takes no files of anybody else. */
const copyFolder = (from: string, to: string): void => {
  run('cp', ['-a', `${from}/.`, `${to}/`]);
};

/** A dump of one database, as `pg_dump` writes it. */
export interface Dump {
  readonly sql: string;
}

export const dumpDatabase = (url: string): Dump => ({
  sql: run(program('pg_dump'), ['--no-owner', '--dbname', url]),
});

/** Reads the dump into an existing database, whose schemas of the same names go first. */
export const restoreDump = ({ sql }: Dump, url: string, schemas: readonly string[]): void => {
  const dropped = schemas.map((schema) => `DROP SCHEMA IF EXISTS ${schema} CASCADE;`).join('\n');
  run(program('psql'), ['--quiet', '--set', 'ON_ERROR_STOP=1', '--dbname', url], `${dropped}\n${sql}`);
};

const program = (name: string): string => join(dirname(realpathSync(requireServerBinary('postgres'))), name);

function run(command: string, args: readonly string[], input = ''): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    input,
    encoding: 'utf8',
    maxBuffer: 256 * 1_024 * 1_024,
  });
  if (status !== 0) throw new Error(`${command} failed: ${error?.message ?? stderr}`);
  return stdout;
}
