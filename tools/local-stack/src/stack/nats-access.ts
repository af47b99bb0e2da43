import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultCallerName, renderUsers, type NatsProgram, type ServiceName } from '@mdm-gate/contracts';
import { makeNatsUsers, seedFileOf, type NatsUsers } from '../nats-users/nats-users.ts';
import { repositoryRoot, stackFolder } from './stack-folder.ts';

/** Who is who on the stack's NATS. */
export interface NatsAccess {
  /** What the server's configuration says of the users. */
  readonly config: string;
  seedFile(program: NatsProgram): string;
  /** A program's settings by which it signs in. */
  settingsOf(service: ServiceName): Readonly<Record<string, string>>;
  /** The URL with a name and a password of an internal service, as a script may use it at once. */
  urlOfCaller(url: string): string;
}

/** A user for each program, with the permissions that production has, and a password for an internal service besides. */
export const securedNats = (): NatsAccess => {
  const users = makeNatsUsers({ folder: stackFolder.key('nats') });
  const password = randomBytes(24).toString('base64url');
  return {
    config: configOf(users, password),
    seedFile: (program) => seedFileOf(users, program),
    settingsOf: (service) => ({
      [`${service.toUpperCase().replaceAll('-', '_')}_NATS_NKEY_SEED_FILE`]: seedFileOf(users, service),
    }),
    urlOfCaller: (url) => url.replace('nats://', `nats://${defaultCallerName}:${password}@`),
  };
};

const configOf = ({ entries }: NatsUsers, password: string): string => {
  const permissions = readFileSync(join(repositoryRoot, 'deploy/nats/permissions.conf'), 'utf8');
  const signsInWith = { user: defaultCallerName, password };
  return `${permissions}\n${renderUsers([...entries, { program: 'internal-service', signsInWith }])}`;
};
