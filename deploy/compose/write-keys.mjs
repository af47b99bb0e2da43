/**
 * `node write-keys.mjs <keys> [<nats> <redis> <postgres>]`: key rings, and the public keys that secrets are sealed to; and, where
 * the folders of the servers are given, their users, with everything that the services sign in with. What is there is left.
 */
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as secrets from '../secrets/secrets.mjs';

const [keys, nats, redis, postgres] = process.argv.slice(2);
/** The user that the images run as. */
const imageUser = 65_532;

/** For the owner alone; `shared` files hold public keys and hashes, and their server has a user of its own. */
const write = (file, text, { shared = false } = {}) => {
  mkdirSync(dirname(file), { recursive: true });
  const unfinished = `${file}.unfinished`;
  writeFileSync(unfinished, text, { mode: shared ? 0o444 : 0o400 });
  if (!shared && process.getuid?.() === 0 && file.startsWith(keys))
    chownSync(unfinished, imageUser, imageUser);
  renameSync(unfinished, file);
  console.log(`wrote ${file}`);
};
const keep = (name, make) => {
  const file = join(keys, name);
  if (!existsSync(file)) write(file, make());
  return readFileSync(file, 'utf8');
};

for (const ring of ['token-admin-master', 'token-admin-audit', 'mdm-push-master', 'digest'])
  keep(`${ring}.json`, secrets.freshKeyring);
// They follow from the rings, also from those that were there.
for (const service of ['token-admin', 'mdm-push'])
  write(
    join(keys, `${service}-sealing-key`),
    secrets.sealingKeyOf(readFileSync(join(keys, `${service}-master.json`), 'utf8')),
  );

if (nats !== undefined) {
  const { users, permissions } = secrets.natsUsers((program) =>
    keep(`nats/${program}.nk`, secrets.freshSeed),
  );
  write(join(nats, 'users.conf'), users, { shared: true });
  write(join(nats, 'permissions.conf'), permissions, { shared: true });
}

if (redis !== undefined) {
  const urlOf = (user) =>
    keep(`redis/${user}-url`, () => `redis://${user}:${secrets.freshPassword()}@redis:6379`);
  const passwords = Object.fromEntries(
    ['verifier', 'operator'].map((user) => [user, new URL(urlOf(user)).password]),
  );
  const file = readFileSync(new URL('../redis/users.acl', import.meta.url), 'utf8');
  write(join(redis, 'users.acl'), secrets.redisUsers(file, passwords), { shared: true });
}

if (postgres !== undefined) {
  const urlOf = (role) =>
    keep(
      `postgres/${role}-url`,
      () => `postgres://${role}:${secrets.freshPassword()}@postgres:5432/mdm_gate`,
    );
  const password = join(postgres, 'password');
  if (!existsSync(password)) write(password, secrets.freshPassword());
  write(
    join(postgres, 'passwords.sql'),
    secrets.postgresPasswords((role) => new URL(urlOf(role)).password),
  );
}
