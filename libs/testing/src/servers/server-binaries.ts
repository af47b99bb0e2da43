import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** `promtool`, `chromium`, `kubectl`, `python3` and `go` are no servers, and are found in the same way. */
export type ServerBinary =
  | 'postgres'
  | 'redis-server'
  | 'nats-server'
  | 'nginx'
  | 'pgbouncer'
  | 'prometheus'
  | 'promtool'
  | 'chromium'
  | 'kubectl'
  | 'python3'
  | 'go';

/** Where packages put PostgreSQL without adding it to PATH: Debian, Red Hat, Homebrew on both kinds of Mac. */
const postgresHomes = ['/usr/lib/postgresql', '/usr', '/opt/homebrew/opt', '/usr/local/opt'];

/** Chromium without the parts that draw a browser's own windows takes a third of the time; not every system has it. */
const otherNames: Partial<Record<ServerBinary, string>> = { chromium: 'chromium-headless-shell' };

/** The full path of a server's program, from PATH or from where packages put it; undefined when it is not installed. */
export function findServerBinary(name: ServerBinary): string | undefined {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const folders =
    name === 'postgres' ? [...onPath, ...postgresHomes.flatMap(versionedFolders)] : [...onPath, '/usr/sbin'];
  const names = [otherNames[name], name].filter((each) => each !== undefined);
  return names.flatMap((each) => folders.map((folder) => join(folder, each))).find(isExecutable);
}

export function requireServerBinary(name: ServerBinary): string {
  const found = findServerBinary(name);
  if (found === undefined)
    throw new Error(`${name} is not installed: neither on PATH nor where packages put it`);
  return found;
}

/** The newest version first. */
function versionedFolders(home: string): string[] {
  try {
    return readdirSync(home)
      .filter((entry) => /^(\d+|pgsql-\d+|postgresql(@\d+)?)$/.test(entry))
      .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
      .map((entry) => join(home, entry, 'bin'));
  } catch {
    return [];
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
