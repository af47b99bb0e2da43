/**
 * `node deploy/kubernetes/example/write-secrets.mjs [<folder>]`: makes the secrets of the example beside this file, unless they are there:
 * key rings, and addresses with a password in them. They are yours alone: git passes them over.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2] ?? join(import.meta.dirname, 'secrets');
mkdirSync(folder, { recursive: true, mode: 0o700 });

function keep(name, make) {
  const file = join(folder, name);
  if (!existsSync(file)) writeFileSync(file, make(), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

const keyring = () =>
  JSON.stringify({ current: 'first', keys: { first: randomBytes(32).toString('base64url') } });

const password = keep('postgres-password', () => randomBytes(24).toString('base64url'));
const postgres = () => `postgres://mdm_gate:${password}@postgres:5432/mdm_gate`;
keep('token-admin-postgres-url', postgres);
keep('mdm-push-postgres-url', postgres);

for (const service of ['token-admin', 'verifier', 'mdm-push'])
  keep(`${service}-nats-url`, () => 'nats://nats:4222');
keep('verifier-redis-url', () => 'redis://redis:6379');

keep('token-admin-master-keys', keyring);
keep('token-admin-audit-keys', keyring);
keep('mdm-push-master-keys', keyring);
const digestKeys = keep('token-admin-digest-keys', keyring);
keep('verifier-digest-keys', () => digestKeys);
keep('token-admin-console-client-secret', () => 'for-trying-out-only');
