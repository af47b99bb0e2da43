import { execFileSync, spawnSync } from 'node:child_process';
import { type Launch } from './start-server.ts';

export interface Account {
  name: string;
  uid: number;
  gid: number;
}

/** PostgreSQL refuses to run as root: then it runs as the user its package made, or else as nobody. */
export function accountForPostgres(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const account = lookUp('postgres') ?? lookUp('nobody');
  if (account === undefined)
    throw new Error('PostgreSQL refuses to run as root, and neither the user postgres nor nobody exists');
  return account;
}

function lookUp(name: string): Account | undefined {
  const id = (option: string) =>
    Number(execFileSync('id', [option, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { name, uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

/** The same command as another user, who needs to be able to enter the data folder. */
export function launchAs(account: Account | undefined, { command, args }: Launch, dataDir: string): Launch {
  if (account === undefined) return { command, args };
  if (!canEnter(account, dataDir))
    throw new Error(`The user ${account.name} cannot enter ${dataDir}: take a folder that is open to it`);
  return { command, args, account: { uid: account.uid, gid: account.gid } };
}

/** Whether the programs of PostgreSQL, as the user that they run as, can work below this folder. */
export function canPostgresEnter(folder: string): boolean {
  const account = accountForPostgres();
  return account === undefined || canEnter(account, folder);
}

function canEnter({ uid, gid }: Account, folder: string): boolean {
  return (
    spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { uid, gid, cwd: '/', stdio: 'ignore' })
      .status === 0
  );
}
