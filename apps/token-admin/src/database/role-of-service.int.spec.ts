import { randomBytes, randomUUID } from 'node:crypto';
import { grantToService, runMigrations, ServiceDataSource } from '@mdm-gate/database';
import { createLogger, loadConfig, type RunningService } from '@mdm-gate/service-kit';
import { createDatabase, sharedPostgres, type SharedPostgres } from '@mdm-gate/testing';
import { DataSource } from 'typeorm';
import { configPrefix, configSchema } from '../config.ts';
import { ApiClient } from '../fixtures/api-client.ts';
import { startGateway, type RunningGateway } from '../fixtures/running-gateway.ts';
import { startTokenAdmin } from '../start-token-admin.ts';
import { appendOnly } from './append-only.ts';
import { databaseOptions } from './database-options.ts';

const quiet = createLogger('token-admin', { level: 'silent' });

const withRole = (url: string, user: string, password: string): string => {
  const its = new URL(url);
  [its.username, its.password] = [user, password];
  return its.href;
};

describe('a service whose role does not own its tables', () => {
  const suffix = randomBytes(4).toString('hex');
  const [owner, role, password] = [`owner_${suffix}`, `service "${suffix}"`, 'not-asked-for'];
  let gateway: RunningGateway;
  let postgres: SharedPostgres;
  let superuser: DataSource;
  let asService: DataSource;
  let service: RunningService;
  let administrator: ApiClient;

  beforeAll(async () => {
    gateway = await startGateway();
    postgres = await sharedPostgres();
    const url = await createDatabase(postgres);
    superuser = await new DataSource({ type: 'postgres', url }).initialize();
    for (const name of [owner, role.replaceAll('"', '""')])
      await superuser.query(`CREATE ROLE "${name}" LOGIN PASSWORD '${password}'`);
    await superuser.query(`GRANT CREATE ON DATABASE "${new URL(url).pathname.slice(1)}" TO ${owner}`);

    const ownerOptions = databaseOptions(withRole(url, owner, password), quiet);
    await runMigrations(ownerOptions);
    const ofOwner = new ServiceDataSource(ownerOptions);
    await ofOwner.open();
    await grantToService(ofOwner, { role, appendOnly });
    await ofOwner.destroy();

    const serviceUrl = withRole(url, role, password);
    const environment = { ...gateway.environment, TOKEN_ADMIN_POSTGRES_URL: serviceUrl };
    service = await startTokenAdmin(loadConfig(configSchema, configPrefix, environment), quiet);
    asService = await new DataSource({ type: 'postgres', url: serviceUrl }).initialize();
    const token = await gateway.issuer.token(['platform-administrator']);
    administrator = new ApiClient(service.addresses.gatewayUrl ?? '', token);
  });
  afterAll(async () => {
    await service.stop();
    await asService.destroy();
    await superuser.query(`DROP OWNED BY ${owner} CASCADE`);
    await superuser.query(`DROP OWNED BY "${role.replaceAll('"', '""')}" CASCADE`);
    for (const name of [owner, role.replaceAll('"', '""')]) await superuser.query(`DROP ROLE "${name}"`);
    await superuser.destroy();
    await gateway.stop();
    await postgres.stop();
  });

  it('does all that a service does', async () => {
    const organizationId = `t-${randomUUID()}`;
    const path = `/organizations/${organizationId}`;
    expect((await administrator.post('/organizations', { organizationId, name: 'Roles' })).status).toBe(201);
    const connection = { name: 'x', vendor: 'other', settings: {}, credentials: {} };
    expect((await administrator.post(`${path}/mdm-connections`, connection)).status).toBe(201);
    const headers = { 'idempotency-key': randomUUID() };
    const created = await administrator.post(`${path}/mdm-tokens`, { label: 'x' }, { headers });
    expect(created.status).toBe(201);
    const { tokenId } = (created.body as { token: { tokenId: string } }).token;
    const revoke = `${path}/mdm-tokens/${tokenId}/revoke`;
    const revoked = await administrator.post(revoke, { because: 'retired' }, { ifMatch: '"1"' });
    expect([200, 202]).toContain(revoked.status);
    const verdict = await administrator.get(`${path}/audit-events/verification`);
    expect(verdict.body).toMatchObject({ intact: true });
  });

  it.each([
    "UPDATE token_admin.audit_events SET action = 'forged'",
    'DELETE FROM token_admin.audit_events',
    'TRUNCATE token_admin.audit_events',
    'ALTER TABLE token_admin.audit_events DISABLE TRIGGER ALL',
    'DROP TRIGGER audit_events_append_only ON token_admin.audit_events',
    'SET session_replication_role = replica',
    'DELETE FROM token_admin.audit_keys',
    'DROP TABLE token_admin.mdm_tokens',
    'DELETE FROM token_admin.migrations',
  ])('may only add to the audit trail: %s', async (sql) => {
    await expect(asService.query(sql)).rejects.toThrow(/permission denied|must be owner/);
  });
});
