import { waitFor } from '@mdm-gate/testing';
import { aState } from '../fixtures/samples.ts';
import { activeSetOf } from '../organization/active-set.ts';
import { newestSets } from '../fixtures/newest-sets.ts';
import { withNats } from '../fixtures/with-nats.ts';
import {
  connectMdm,
  createOrganization,
  startGateway,
  type RunningGateway,
  type TestOrganization,
} from '../fixtures/running-gateway.ts';

const anActiveSet = activeSetOf(aState({ version: 1_000 }));

describe('database and stream', () => {
  let gateway: RunningGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startGateway({ TOKEN_ADMIN_HEAL_INTERVAL_SECONDS: '1' });
  });
  beforeEach(async () => {
    organization = await createOrganization(gateway);
    await connectMdm(organization);
    await organization.administrator.post(`${organization.path}/mdm-tokens`, { label: 'first' });
  });
  afterAll(() => gateway.stop());

  const inStream = async () => (await newestSets(gateway)).get(organization.organizationId);
  const version = async () => {
    const reply = await organization.administrator.get(organization.path);
    return (reply.body as { activeSetVersion: number }).activeSetVersion;
  };
  const unpublished = async (): Promise<number> => {
    const rows = await gateway.database.query<unknown[]>(
      'SELECT 1 FROM token_admin.outbox WHERE published_at IS NULL',
    );
    return rows.length;
  };
  const awaitVersion = (expected: number) =>
    waitFor(async () => (await inStream())?.version === expected && inStream());

  it('agree after every change', async () => {
    const set = await awaitVersion(await version());
    expect(set).toMatchObject({ policy: { mdmIntegrated: true }, tokens: [{ state: 'active' }] });
  });

  it('agree again when the store of JetStream was lost while everything ran', async () => {
    const before = await awaitVersion(await version());
    await gateway.nats.restart({ emptied: true });
    expect(await awaitVersion(before.version)).toEqual(before);
  });

  it.each([
    ['garbage', () => 'garbage'],
    [
      'a set of another organization',
      () => JSON.stringify({ organizationId: 'other', activeSet: anActiveSet }),
    ],
  ])('agree again when the newest event cannot be read (%s)', async (_, content) => {
    const before = await awaitVersion(await version());
    const subject = `mdm.tokens.${organization.organizationId}.TokenRevoked`;
    await withNats(gateway, (link) => {
      link.requireConnection().publish(subject, content());
      return link.requireConnection().flush();
    });
    const healed = await awaitVersion(before.version + 1);
    const { policy, connectionIds, tokens } = before;
    expect(healed).toMatchObject({ policy, connectionIds, tokens });
    expect(healed.lineage > before.lineage).toBe(true);
    await waitFor(async () => (await unpublished()) === 0);
    expect(await version()).toBe(before.version + 1);
  });

  it('agree in a lineage with a MAC also for an organization that a version before has written, which knew neither', async () => {
    const before = await awaitVersion(await version());
    await gateway.database.query(
      `UPDATE token_admin.organizations SET lineage = NULL, active_set_mac = NULL, active_set_mac_key_id = NULL,
         history = NULL, written_by = NULL
       WHERE organization_id = $1`,
      [organization.organizationId],
    );
    const healed = await awaitVersion(before.version + 1);
    expect(healed).toMatchObject({ policy: before.policy, tokens: before.tokens });
    expect(healed.lineage > before.lineage).toBe(true);
    expect(healed.mac).not.toBe(before.mac);
  });

  it('agree again when the database was restored from a backup: its version is lifted above the one in the stream', async () => {
    const current = await awaitVersion(await version());
    const { organizationId } = organization;
    await gateway.database.query(
      'UPDATE token_admin.organizations SET version = 1 WHERE organization_id = $1',
      [organizationId],
    );
    const healed = await awaitVersion(current.version + 1);
    expect(healed.tokens).toEqual(current.tokens);
    expect(await version()).toBe(current.version + 1);
    const audit = await organization.administrator.get(`${organization.path}/audit-events?limit=1`);
    expect(audit.body).toMatchObject({
      items: [
        {
          action: 'liftActiveSetVersion',
          actor: { type: 'service', id: 'token-admin' },
          before: { version: 1, versionInStream: current.version },
          after: { version: current.version + 1 },
        },
      ],
    });
  });
});
