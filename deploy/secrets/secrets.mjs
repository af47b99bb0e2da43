/** What an installation needs to be secret, made with the product's own libraries: for the scripts that write it to files. */
import { Buffer } from 'node:buffer';
import { createHash, randomBytes } from 'node:crypto';
import { natsPrograms, renderPermissionsFile, renderUsers } from '@mdm-gate/contracts';
import { Keyring, publicSealingKey } from '@mdm-gate/encryption';
import { createUser, fromSeed } from '@nats-io/nkeys';

export const freshKeyring = () =>
  JSON.stringify({ current: 'first', keys: { first: randomBytes(32).toString('base64url') } });

/** What secrets for the holder of these master keys are sealed to. */
export const sealingKeyOf = (keyring) => publicSealingKey(Keyring.fromConfig(keyring));

export const freshPassword = () => randomBytes(24).toString('base64url');

/** Of an nkey: the secret by which a program signs in to NATS. */
export const freshSeed = () => Buffer.from(createUser().getSeed()).toString('utf8');

/** Who has a seed: the services, whoever asks them for checks, and an operator. */
export { natsPrograms };

/** users.conf and permissions.conf of the NATS server; `seedOf` tells the seed of each program. */
export const natsUsers = (seedOf) => {
  const users = natsPrograms.map((program) => ({
    program,
    signsInWith: { publicKey: fromSeed(Buffer.from(seedOf(program).trim())).getPublicKey() },
  }));
  return {
    users: `include "permissions.conf"\n${renderUsers(users)}`,
    permissions: renderPermissionsFile(),
  };
};

/** deploy/redis/users.acl with passwords, of which it holds hashes only. */
export const redisUsers = (file, passwords) =>
  Object.entries(passwords).reduce((text, [user, password]) => {
    const hash = createHash('sha256').update(password).digest('hex');
    return text.replace(`user ${user} on resetpass`, `user ${user} on #${hash}`);
  }, file);

/** Those of deploy/postgres/roles.sql. */
export const postgresRoles = ['token_admin', 'token_admin_owner', 'mdm_push', 'mdm_push_owner'];

/** What gives them passwords, which hold no character that SQL or a URL would take for anything else. */
export const postgresPasswords = (passwordOf) =>
  postgresRoles.map((role) => `ALTER ROLE ${role} PASSWORD '${passwordOf(role)}';\n`).join('');
