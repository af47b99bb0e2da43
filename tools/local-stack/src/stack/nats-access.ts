import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  defaultCallerName,
  renderUsers,
  type NatsPermissions,
  type NatsProgram,
  type ServiceName,
} from '@mdm-gate/contracts';
import { makeNatsUsers, seedFileOf, type NatsUsers } from '../nats-users/nats-users.ts';
import { freshSeed, publicKeyOf } from '../nats-users/user-key.ts';
import { repositoryRoot, stackFolder } from './stack-folder.ts';

/** Who is who on the stack's NATS. */
export interface NatsAccess {
  /** What the server's configuration says of the users. */
  readonly config: string;
  seedFile(program: NatsProgram): string;
  /** A program's settings by which it signs in. */
  settingsOf(service: ServiceName): Readonly<Record<string, string>>;
  /** Of a user that hears everything and sees every stream; it is written nowhere. */
  readonly recorderSeed: string;
  /** The URL with a name and a password of an internal service, as a script may use it at once. */
  urlOfCaller(url: string): string;
}

/** A user for each program, with the permissions that production has, and a password for an internal service besides. */
export const securedNats = (): NatsAccess => {
  const users = makeNatsUsers({ folder: stackFolder.key('nats') });
  const password = randomBytes(24).toString('base64url');
  const recorderSeed = freshSeed();
  return {
    config: configOf(users, password, publicKeyOf(recorderSeed)),
    recorderSeed,
    seedFile: (program) => seedFileOf(users, program),
    settingsOf: (service) => ({
      [`${service.toUpperCase().replaceAll('-', '_')}_NATS_NKEY_SEED_FILE`]: seedFileOf(users, service),
    }),
    urlOfCaller: (url) => url.replace('nats://', `nats://${defaultCallerName}:${password}@`),
  };
};

const recorder: NatsPermissions = {
  publish: { allow: ['$JS.API.>'], deny: [] },
  subscribe: { allow: ['>'] },
};

const configOf = ({ entries }: NatsUsers, password: string, recorderKey: string): string => {
  const permissions = readFileSync(join(repositoryRoot, 'deploy/nats/permissions.conf'), 'utf8');
  const users = renderUsers([
    ...entries,
    { program: 'internal-service', signsInWith: { user: defaultCallerName, password } },
    { program: 'operator', signsInWith: { publicKey: recorderKey }, permissions: recorder },
  ]);
  return `${permissions}\n${users}`;
};
