import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CertificateAuthority,
  startNats,
  startPostgres,
  waitFor,
  type RunningServer,
} from '@mdm-gate/testing';
import { Client } from 'pg';
import { z } from 'zod';
import {
  masterKeys as keys,
  programOf,
  runToEnd,
  sealingKey,
  startService,
  workspaceRoot,
  type ServiceProcess,
  type Settings,
} from '../fixtures/service-processes.ts';

const roles = ['token_admin', 'token_admin_owner', 'mdm_push', 'mdm_push_owner'] as const;
type Role = (typeof roles)[number];

/** Each in words of a role that signed in, and none of them it may say. */
const forbidden: readonly (readonly [Role, string])[] = [
  ['token_admin', 'SELECT * FROM mdm_push.connections'],
  ['token_admin', 'CREATE TABLE token_admin.mine (id int)'],
  ['token_admin', 'ALTER TABLE token_admin.mdm_tokens ADD COLUMN x int'],
  ['token_admin', 'DROP TABLE token_admin.mdm_tokens'],
  ['token_admin', 'UPDATE token_admin.audit_events SET action = action'],
  ['token_admin', 'DELETE FROM token_admin.audit_events'],
  ['token_admin', 'TRUNCATE token_admin.mdm_tokens'],
  ['token_admin', 'INSERT INTO token_admin.migrations (timestamp, name) VALUES (1, $$x$$)'],
  ['mdm_push', 'SELECT * FROM token_admin.mdm_tokens'],
  ['mdm_push', 'INSERT INTO mdm_push.migrations (timestamp, name) VALUES (1, $$x$$)'],
  ['mdm_push', 'CREATE TABLE mdm_push.mine (id int)'],
  ['mdm_push', 'DROP TABLE mdm_push.connections'],
  ['token_admin_owner', 'SELECT * FROM mdm_push.connections'],
  ['token_admin_owner', 'CREATE TABLE mdm_push.mine (id int)'],
  ['mdm_push_owner', 'SELECT * FROM token_admin.mdm_tokens'],
  ...roles.flatMap((role) =>
    [
      'CREATE SCHEMA mine',
      'CREATE TABLE public.mine (id int)',
      'CREATE TEMPORARY TABLE mine (id int)',
      'CREATE ROLE mine',
      'CREATE DATABASE mine',
      'SET ROLE postgres',
      `SET ROLE ${roles.find((other) => other !== role) ?? ''}`,
      'COPY (SELECT 1) TO PROGRAM $$cat$$',
      'SELECT pg_catalog.pg_read_file($$/etc/passwd$$)',
      'ALTER SYSTEM SET work_mem = $$1MB$$',
      'SELECT rolpassword FROM pg_catalog.pg_authid',
    ].map((statement) => [role, statement] as const),
  ),
];

const readinessSchema = z.object({
  checks: z.array(z.object({ name: z.string(), problem: z.string().nullable() })),
});

const authority = new CertificateAuthority();
const own = authority.issue({ commonName: 'a service' });
const its = { ...authority.issue(), clientsCaFile: authority.caFile };
const ssl = {
  ca: readFileSync(authority.caFile, 'utf8'),
  cert: readFileSync(own.certFile, 'utf8'),
  key: readFileSync(own.keyFile, 'utf8'),
};

/** Nobody gets in without TLS, a certificate and a password. */
const rules = ['hostssl all all 127.0.0.1/32 scram-sha-256 clientcert=verify-ca'];

const filesFor = (prefix: string): Settings =>
  Object.fromEntries(
    ['POSTGRES', 'NATS'].flatMap((server) => [
      [`${prefix}_${server}_CA_FILE`, authority.caFile],
      [`${prefix}_${server}_CERT_FILE`, own.certFile],
      [`${prefix}_${server}_KEY_FILE`, own.keyFile],
    ]),
  );

describe('PostgreSQL with the roles that the product brings, by TLS', () => {
  let postgres: RunningServer;
  let nats: RunningServer;
  const clients = new Map<Role, Client>();
  const services: ServiceProcess[] = [];
  const running: { stop(): Promise<unknown> }[] = [];
  const urlOf = (role: Role): string =>
    Object.assign(new URL(postgres.url), { username: role, password: `of-${role}` }).href;

  const as = async (role: Role): Promise<Client> => {
    const known = clients.get(role);
    if (known !== undefined) return known;
    const client = new Client({ connectionString: urlOf(role), ssl });
    await client.connect();
    clients.set(role, client);
    return client;
  };
  const settings = (): Readonly<Record<'token-admin' | 'mdm-push', Settings>> => {
    return {
      'token-admin': {
        ...filesFor('TOKEN_ADMIN'),
        TOKEN_ADMIN_HTTP_PORT: '0',
        TOKEN_ADMIN_HEALTH_PORT: '0',
        TOKEN_ADMIN_POSTGRES_URL: urlOf('token_admin'),
        TOKEN_ADMIN_NATS_URL: nats.url,
        TOKEN_ADMIN_OIDC_ISSUER: 'http://127.0.0.1:9',
        TOKEN_ADMIN_MASTER_KEYS: keys,
        TOKEN_ADMIN_DIGEST_KEYS: keys,
        TOKEN_ADMIN_AUDIT_KEYS: keys,
        TOKEN_ADMIN_MDM_PUSH_SEALING_KEY: sealingKey,
        TOKEN_ADMIN_STOP_PAUSE_SECONDS: '0',
      },
      'mdm-push': {
        ...filesFor('MDM_PUSH'),
        MDM_PUSH_HEALTH_PORT: '0',
        MDM_PUSH_POSTGRES_URL: urlOf('mdm_push'),
        MDM_PUSH_NATS_URL: nats.url,
        MDM_PUSH_MASTER_KEYS: keys,
        MDM_PUSH_TOKEN_ADMIN_SEALING_KEY: sealingKey,
        MDM_PUSH_STOP_PAUSE_SECONDS: '0',
      },
    };
  };

  beforeAll(async () => {
    postgres = await startPostgres({ password: 'of-the-superuser', tls: its, rules });
    running.push(postgres);
    nats = await startNats({ tls: its });
    running.push(nats);
    const superuser = new Client({ connectionString: postgres.url, ssl });
    await superuser.connect();
    const file = readFileSync(join(workspaceRoot, 'deploy/postgres/roles.sql'), 'utf8');
    // It may be repeated.
    for (const statement of [file, file]) await superuser.query(statement);
    for (const role of roles) await superuser.query(`ALTER ROLE ${role} PASSWORD 'of-${role}'`);
    await superuser.end();
    for (const [service, its] of Object.entries(settings())) {
      const name = service === 'token-admin' ? 'token-admin' : 'mdm-push';
      const owner = name === 'token-admin' ? 'token_admin_owner' : 'mdm_push_owner';
      const ownerSetting = `${name.toUpperCase().replace('-', '_')}_MIGRATIONS_POSTGRES_URL`;
      const env = { ...its, [ownerSetting]: urlOf(owner) };
      const migrated = await runToEnd([programOf(name, 'migrate')], env);
      if (migrated.code !== 0) throw new Error(migrated.output);
      const started = await startService(name, its);
      running.push(started);
      services.push(started);
    }
  });
  afterAll(async () => {
    await Promise.all([...clients.values()].map((client) => client.end()));
    for (const each of running.toReversed()) await each.stop();
    authority.remove();
  });

  it('the services find all that they need', async () => {
    for (const { healthUrl } of services) {
      const checks = await waitFor(
        async () => {
          const told = readinessSchema.parse(await (await fetch(`${healthUrl}/readyz`)).json());
          return told.checks.some(({ name, problem }) => name === 'nats' && problem === null) && told.checks;
        },
        { describe: 'NATS' },
      );
      expect(checks).toContainEqual({ name: 'postgres', problem: null });
    }
    expect(services.map((service) => service.output()).join('')).not.toContain('polled only');
    expect(services.map((service) => service.output()).join('')).not.toContain('permission denied');
  });

  it('nobody gets in with another password, without a certificate, or unencrypted', async () => {
    for (const role of roles) {
      const wrong = urlOf(role).replace(`of-${role}`, 'another');
      const refusal = (options: object) =>
        expect(new Client({ connectionString: urlOf(role), ...options }).connect());
      await refusal({ connectionString: wrong, ssl }).rejects.toThrow(/authentication/);
      await refusal({ ssl: { ca: ssl.ca } }).rejects.toThrow(/client certificate/);
      await refusal({}).rejects.toThrow(/no encryption/);
    }
  });

  it.each(forbidden)('%s may not: %s', async (role, statement) => {
    await expect((await as(role)).query(statement)).rejects.toThrow(
      /permission denied|must be (?:owner|superuser|member)/,
    );
  });
});
