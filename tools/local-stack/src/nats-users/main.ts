import { chmodSync, copyFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { natsPrograms, renderUsers } from '@mdm-gate/contracts';
import { Command, InvalidArgumentError } from 'commander';
import { repositoryRoot } from '../stack/stack-folder.ts';
import { callerNamePattern, makeNatsUsers } from './nats-users.ts';

interface Options {
  readonly folder: string;
  readonly caller: readonly string[];
  readonly renew: readonly string[];
  readonly dropPrevious: boolean;
}

const callerNames = (name: string, before: readonly string[]): readonly string[] => {
  if (!callerNamePattern.test(name) || natsPrograms.some((program) => program === name))
    throw new InvalidArgumentError('it must be of small letters, digits and hyphens, and no program of ours');
  return [...before, name];
};

const write = ({ folder, caller, renew, dropPrevious }: Options): void => {
  const { users, entries } = makeNatsUsers({ folder, callers: caller, renewed: renew, dropPrevious });
  const place = (name: string): string => join(folder, name);
  writeFileSync(place('users.conf'), `include "permissions.conf"\n${renderUsers(entries)}`, { mode: 0o600 });
  chmodSync(place('users.conf'), 0o600);
  copyFileSync(join(repositoryRoot, 'deploy/nats/permissions.conf'), place('permissions.conf'));
  chmodSync(place('permissions.conf'), 0o600);
  for (const { name, publicKey, seedFile } of users)
    console.log(`${name.padEnd(20)} ${publicKey}  ${relative(process.cwd(), seedFile)}`);
  console.log(
    `\nThe server includes ${relative(process.cwd(), place('users.conf'))}; each program gets its own file.`,
  );
};

new Command('nats:users')
  .option('--folder <folder>', 'where the files go', join(repositoryRoot, '.local/nats-users'))
  .option('--caller <name>', 'an internal service with a user of its own', callerNames, [])
  .option(
    '--renew <name>',
    'a new key for this user',
    (name, before: readonly string[]) => [...before, name],
    [],
  )
  .option('--drop-previous', 'the keys before the current ones work no more', false)
  .action(write)
  .parse();
