import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { loadConfig, createLogger } from '@mdm-gate/service-kit';
import { builtProgram, startProcess, waitFor } from '@mdm-gate/testing';
import { configPrefix, configSchema } from '../config.ts';
import { ApiClient } from '../fixtures/api-client.ts';
import { newestSets } from '../fixtures/newest-sets.ts';
import {
  connectMdm,
  createOrganization,
  startGateway,
  type RunningGateway,
  type TestOrganization,
} from '../fixtures/running-gateway.ts';
import { tamper } from '../fixtures/tampering.ts';
import { startTokenAdmin } from '../start-token-admin.ts';

const key = () => randomBytes(32).toString('base64url');
const keyring = (current: string, keys: Readonly<Record<string, string>>) =>
  JSON.stringify({ current, keys });

describe('the programs beside the service', () => {
  const master = { old: key(), next: key() };
  const digest = { old: key(), next: key() };
  let gateway: RunningGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startGateway({
      TOKEN_ADMIN_MASTER_KEYS: keyring('old', { old: master.old }),
      TOKEN_ADMIN_DIGEST_KEYS: keyring('old', { old: digest.old }),
    });
  });
  beforeEach(async () => {
    organization = await createOrganization(gateway);
    await connectMdm(organization);
  });
  afterAll(() => gateway.stop());

  const run = async (
    program: string,
    settings: Readonly<Record<string, string>> = {},
    programArguments: readonly string[] = [],
  ) => {
    const { TOKEN_ADMIN_POSTGRES_URL = '', TOKEN_ADMIN_AUDIT_KEYS = '' } = gateway.environment;
    const running = await startProcess({
      command: process.execPath,
      args: [builtProgram(join(import.meta.dirname, `../../dist/${program}.js`)), ...programArguments],
      env: { TOKEN_ADMIN_POSTGRES_URL, TOKEN_ADMIN_AUDIT_KEYS, ...settings },
    });
    const { code } = await running.waitForExit();
    return { code, output: running.output() };
  };
  const createToken = async () => {
    const created = await organization.administrator.post(`${organization.path}/mdm-tokens`, {
      label: 'first',
    });
    return created.body as { token: { tokenId: string }; value: string };
  };

  it('rotate the keys, so that values are shown and digests made with the new ones alone', async () => {
    const { token, value } = await createToken();
    const rotated = await run('rotate-keys', {
      TOKEN_ADMIN_MASTER_KEYS: keyring('next', master),
      TOKEN_ADMIN_DIGEST_KEYS: keyring('next', digest),
    });
    expect(rotated).toEqual({ code: 0, output: '1 values re-wrapped, 1 values digested anew\n' });

    const onlyNew = {
      ...gateway.environment,
      TOKEN_ADMIN_MASTER_KEYS: keyring('next', { next: master.next }),
      TOKEN_ADMIN_DIGEST_KEYS: keyring('next', { next: digest.next }),
    };
    const quiet = createLogger('token-admin', { level: 'silent' });
    const service = await startTokenAdmin(loadConfig(configSchema, configPrefix, onlyNew), quiet);
    try {
      const roles = [`${organization.organizationId}:administrator`];
      const client = new ApiClient(service.addresses.gatewayUrl ?? '', await gateway.issuer.token(roles));
      const revealed = await client.post(`${organization.path}/mdm-tokens/${token.tokenId}/reveal`);
      expect(revealed.body).toMatchObject({ value });
      const again = await client.post(`${organization.path}/mdm-tokens`, { label: 'again', value });
      expect(again.body).toMatchObject({ code: 'token-value-in-use' });
    } finally {
      await service.stop();
    }
    const rows = await gateway.database.query<unknown[]>(
      `SELECT digest_key_id AS digest, sealed_value->>'keyId' AS master FROM token_admin.mdm_tokens`,
    );
    expect(rows).toEqual([{ digest: 'next', master: 'next' }]);
  });

  it('fail to rotate without the old keys, and change nothing', async () => {
    const { token } = await createToken();
    const failed = await run('rotate-keys', {
      TOKEN_ADMIN_MASTER_KEYS: keyring('next', { next: master.next }),
      TOKEN_ADMIN_DIGEST_KEYS: keyring('next', { next: digest.next }),
    });
    expect(failed.code).toBe(2);
    for (const secret of [...Object.values(master), ...Object.values(digest)]) {
      expect(failed.output.includes(secret)).toBe(false);
    }
    const rows = await gateway.database.query<unknown[]>(
      `SELECT digest_key_id AS digest, sealed_value->>'keyId' AS master FROM token_admin.mdm_tokens
       WHERE token_id = $1`,
      [token.tokenId],
    );
    expect(rows).toEqual([{ digest: 'old', master: 'old' }]);
  });

  it('republish an active set in a new lineage, which the running service brings into the stream', async () => {
    const keys = { TOKEN_ADMIN_DIGEST_KEYS: keyring('old', { old: digest.old }) };
    await createToken();
    const { organizationId } = organization;
    const inStream = async () => (await newestSets(gateway)).get(organizationId);
    const before = await waitFor(async () => {
      const set = await inStream();
      return set?.tokens.length === 1 && set;
    });
    const version = before.version + 1;
    const republished = await run('republish-active-sets', keys, [organizationId]);
    expect(republished).toEqual({ code: 0, output: `${organizationId}: version ${version} is published\n` });
    const after = await waitFor(async () => {
      const set = await inStream();
      return set?.version === version && set;
    });
    const { policy, connectionIds, tokens } = before;
    expect(after).toMatchObject({ policy, connectionIds, tokens });
    expect(after.lineage > before.lineage).toBe(true);
    const audit = await organization.administrator.get(`${organization.path}/audit-events?limit=1`);
    const actor = { type: 'service', id: 'active-sets-republish' };
    expect(audit.body).toMatchObject({ items: [{ action: 'liftActiveSetVersion', actor }] });

    const all = await run('republish-active-sets', keys, ['--all']);
    expect([all.code, all.output]).toEqual([
      0,
      expect.stringContaining(`${organizationId}: version ${version + 1} is published`),
    ]);
    expect((await run('republish-active-sets', keys, ['nobody'])).code).toBe(1);
    expect((await run('republish-active-sets', keys)).code).toBe(2);
  });

  it('verify the audit trails: 0 when all are intact, 1 and the organization named when one was changed', async () => {
    const { organizationId } = organization;
    await createToken();
    const intact = await run('verify-audit');
    expect(intact.code).toBe(0);
    expect(intact.output).toContain(`{"organizationId":"${organizationId}","intact":true`);

    await tamper(
      gateway.database,
      `UPDATE token_admin.audit_events SET actor = '{"type":"user","id":"somebody-else"}'
       WHERE organization_id = $1 AND action = 'createToken'`,
      [organizationId],
    );
    const changed = await run('verify-audit');
    expect(changed.code).toBe(1);
    const broken = changed.output.split('\n').filter((line) => line.includes('"intact":false'));
    expect(broken.map((line) => (JSON.parse(line) as { organizationId: string }).organizationId)).toEqual([
      organizationId,
    ]);
  });
});
