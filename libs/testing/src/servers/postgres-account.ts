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

/**
 * The same command as another user. Below a folder that is closed to that user (a clone in root's home) it gets the one
 * capability that opens the way.
 */
export function launchAs(account: Account | undefined, { command, args }: Launch, dataDir: string): Launch {
  if (account === undefined) return { command, args };
  if (canEnter(account, dataDir)) return { command, args, account: { uid: account.uid, gid: account.gid } };
  const identity = ['--reuid', String(account.uid), '--regid', String(account.gid), '--clear-groups'];
  const capability = ['--inh-caps', '+dac_override', '--ambient-caps', '+dac_override'];
  return { command: 'setpriv', args: [...identity, ...capability, '--', command, ...args] };
}

function canEnter({ uid, gid }: Account, folder: string): boolean {
  return (
    spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { uid, gid, cwd: '/', stdio: 'ignore' })
      .status === 0
  );
}
