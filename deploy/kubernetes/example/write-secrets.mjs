/**
 * `node deploy/kubernetes/example/write-secrets.mjs [<folder>]`, after `npm run build`: makes the secrets of the example beside this
 * file, unless they are there: key rings, users of the servers, and addresses with a password in them. They are yours alone: git
 * passes them over.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as secrets from '../../secrets/secrets.mjs';

const folder = process.argv[2] ?? join(import.meta.dirname, 'secrets');
mkdirSync(folder, { recursive: true, mode: 0o700 });

function keep(name, make) {
  const file = join(folder, name);
  if (!existsSync(file)) writeFileSync(file, make(), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}
const put = (name, text) => writeFileSync(join(folder, name), text, { mode: 0o600 });

const postgresUrl = (role) => () => `postgres://${role}:${secrets.freshPassword()}@postgres:5432/mdm_gate`;
const urlOf = {
  token_admin: keep('token-admin-postgres-url', postgresUrl('token_admin')),
  token_admin_owner: keep('token-admin-migrations-postgres-url', postgresUrl('token_admin_owner')),
  mdm_push: keep('mdm-push-postgres-url', postgresUrl('mdm_push')),
  mdm_push_owner: keep('mdm-push-migrations-postgres-url', postgresUrl('mdm_push_owner')),
};
keep('postgres-password', secrets.freshPassword);
put(
  'postgres-passwords.sql',
  secrets.postgresPasswords((role) => new URL(urlOf[role]).password),
);

const redisUrl = (user) =>
  keep(`${user}-redis-url`, () => `redis://${user}:${secrets.freshPassword()}@redis:6379`);
const redisPasswords = Object.fromEntries(
  ['verifier', 'operator'].map((user) => [user, new URL(redisUrl(user)).password]),
);
const acl = readFileSync(new URL('../../redis/users.acl', import.meta.url), 'utf8');
put('redis-users.acl', secrets.redisUsers(acl, redisPasswords));

for (const service of ['token-admin', 'verifier', 'mdm-push'])
  keep(`${service}-nats-url`, () => 'nats://nats:4222');
const { users, permissions } = secrets.natsUsers((program) =>
  keep(`${program}-nats-nkey-seed`, secrets.freshSeed),
);
put('nats-users.conf', users);
put('nats-permissions.conf', permissions);

const tokenAdminKeys = keep('token-admin-master-keys', secrets.freshKeyring);
const mdmPushKeys = keep('mdm-push-master-keys', secrets.freshKeyring);
put('mdm-push-token-admin-sealing-key', secrets.sealingKeyOf(tokenAdminKeys));
put('token-admin-mdm-push-sealing-key', secrets.sealingKeyOf(mdmPushKeys));
keep('token-admin-audit-keys', secrets.freshKeyring);
const digestKeys = keep('token-admin-digest-keys', secrets.freshKeyring);
put('verifier-digest-keys', digestKeys);
keep('token-admin-console-client-secret', () => 'for-trying-out-only');
