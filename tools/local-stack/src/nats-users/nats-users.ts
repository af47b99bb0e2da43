import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { natsPrograms, permissionsOfCaller, type NatsProgram, type NatsUser } from '@mdm-gate/contracts';
import { freshSeed, publicKeyOf } from './user-key.ts';

/** A user whose seed stands in a file that only its owner may read. */
export interface UserOnDisk {
  /** A program, or the name of an internal service that has a user of its own. */
  readonly name: string;
  readonly seedFile: string;
  readonly publicKey: string;
}

export interface NatsUsers {
  readonly users: readonly UserOnDisk[];
  /** All that may sign in, for the server's configuration: also with the keys before the current ones. */
  readonly entries: readonly NatsUser[];
}

export interface UsersWanted {
  readonly folder: string;
  /** Internal services with users of their own. */
  readonly callers?: readonly string[];
  /** These get a new key; the one before works on. */
  readonly renewed?: readonly string[];
  /** The keys before the current ones go. */
  readonly dropPrevious?: boolean;
}

export const callerNamePattern = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** Makes what is missing, and leaves the keys that are there. */
export const makeNatsUsers = (wanted: UsersWanted): NatsUsers => {
  const { callers = [], renewed = [], dropPrevious = false } = wanted;
  const folder = resolve(wanted.folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const names = [...natsPrograms, ...callers];
  for (const name of names) if (renewed.includes(name)) renew(folder, name);
  if (dropPrevious) for (const name of names) rmSync(previousFile(folder, name), { force: true });
  const users = names.map((name) => userOf(name, seedFile(folder, name)));
  const previous = names
    .filter((name) => existsSync(previousFile(folder, name)))
    .map((name) => userOf(name, previousFile(folder, name)));
  return { users, entries: [...users, ...previous].map(entryOf) };
};

/** Throws when there is none of this name. */
export const seedFileOf = ({ users }: NatsUsers, name: NatsProgram): string => {
  const found = users.find((user) => user.name === name);
  if (found === undefined) throw new Error(`There is no NATS user ${name}`);
  return found.seedFile;
};

const seedFile = (folder: string, name: string): string => join(folder, `${name}.nk`);
const previousFile = (folder: string, name: string): string => join(folder, `${name}.previous.nk`);

const renew = (folder: string, name: string): void => {
  if (existsSync(seedFile(folder, name))) renameSync(seedFile(folder, name), previousFile(folder, name));
};

const userOf = (name: string, file: string): UserOnDisk => {
  if (!existsSync(file)) writeFileSync(file, `${freshSeed()}\n`, { mode: 0o600, flag: 'wx' });
  chmodSync(file, 0o600);
  return { name, seedFile: file, publicKey: publicKeyOf(readFileSync(file, 'utf8').trim()) };
};

const entryOf = ({ name, publicKey }: UserOnDisk): NatsUser => {
  const program = natsPrograms.find((each) => each === name);
  return {
    program: program ?? 'internal-service',
    signsInWith: { publicKey },
    permissions: program === undefined ? permissionsOfCaller(name) : undefined,
  };
};
