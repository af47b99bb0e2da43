import { changeConnection, type MdmConnectionChange } from '@mdm-gate/contracts';
import { waitFor } from '@mdm-gate/testing';
import { Client } from 'pg';
import { Scene, TestOrganization } from '../fixtures/scene.ts';
import { setFaults } from '../fixtures/simulators.ts';
import { setUpIntune } from '../vendors/intune/intune.fixtures.ts';

const attention = 'an MDM connection needs attention';
const dayMs = 86_400_000;

describe('the daily look at connections', () => {
  let scene: Scene;
  let database: Client;
  beforeAll(async () => {
    scene = await Scene.set();
    await scene.startReplica();
    database = new Client({ connectionString: scene.servers.postgresUrl });
    await database.connect();
  });
  afterAll(async () => {
    await database.end();
    await scene.clear();
  });

  const connect = async (apnsDaysLeft: number): Promise<string> => {
    const setUp = await setUpIntune(scene.simulators.urls.intune);
    await setUp.tenant.set({ apnsExpiresAt: new Date(Date.now() + apnsDaysLeft * dayMs).toISOString() });
    const organization = new TestOrganization(scene.tokenAdmin);
    const { connectionId } = await organization.connect({ vendor: 'intune', fields: setUp.fields });
    return connectionId;
  };

  const dueIn = (connectionId: string, interval: string) =>
    database.query(
      'UPDATE mdm_push.connections SET readiness = NULL, readiness_due_at = now() + $2::interval WHERE connection_id = $1',
      [connectionId, interval],
    );

  const lookedAt = async (connectionIds: readonly string[]): Promise<number> => {
    const { rowCount } = await database.query(
      `SELECT FROM mdm_push.connections WHERE connection_id = ANY ($1) AND readiness IS NOT NULL
         AND readiness_due_at > now() + interval '23 hours'`,
      [connectionIds],
    );
    return rowCount ?? 0;
  };

  const isBeingLookedAt = async (connectionId: string): Promise<boolean> => {
    const { rowCount } = await database.query(
      `SELECT FROM mdm_push.connections WHERE connection_id = $1
         AND readiness_due_at BETWEEN now() + interval '50 minutes' AND now() + interval '1 hour'`,
      [connectionId],
    );
    return rowCount === 1;
  };

  const warningsOf = (connectionId: string): readonly string[] =>
    scene
      .output()
      .split('\n')
      .filter((line) => line.includes(attention) && line.includes(connectionId));

  it('is taken by one replica for each that is due, and warns of certificates that are to end', async () => {
    const due = await Promise.all([29, 9, 0.9].map(connect));
    const [fine, seenToday] = await Promise.all([connect(40), connect(9)]);
    for (const connectionId of [...due, fine]) await dueIn(connectionId, '-1 second');
    await dueIn(seenToday, '1 hour');
    await Promise.all([scene.startReplica(), scene.startReplica()]);
    await waitFor(async () => (await lookedAt([...due, fine])) === 4);
    await waitFor(() => due.every((connectionId) => warningsOf(connectionId).length > 0));
    const days = due.map((connectionId) =>
      warningsOf(connectionId).map((line) => /"expiresWithinDays":(\d+)/.exec(line)?.[1]),
    );
    expect(days).toEqual([['30'], ['10'], ['1']]);
    expect(warningsOf(fine)).toEqual([]);
    await expect(lookedAt([seenToday])).resolves.toBe(0);
  });

  const change = (organization: TestOrganization, connectionId: string, asked: MdmConnectionChange) =>
    scene.tokenAdmin.ask(changeConnection, {
      organizationId: organization.organizationId,
      connectionId,
      version: 1,
      change: asked,
      accountMayChange: true,
      actor: { type: 'admin', id: 'test' },
      correlationId: 'test',
    });

  it('is taken again soon after a change', async () => {
    const setUp = await setUpIntune(scene.simulators.urls.intune);
    const organization = new TestOrganization(scene.tokenAdmin);
    const { connectionId } = await organization.connect({ vendor: 'intune', fields: setUp.fields });
    await dueIn(connectionId, '-1 second');
    await scene.startReplica();
    await waitFor(async () => (await lookedAt([connectionId])) === 1);
    const changed = await change(organization, connectionId, { name: 'Renamed' });
    await scene.startReplica();
    await waitFor(async () => {
      const { rowCount } = await database.query(
        `SELECT FROM mdm_push.connections WHERE connection_id = $1 AND (readiness ->> 'checkedAt')::timestamptz > $2`,
        [connectionId, changed.changedAt],
      );
      return rowCount === 1;
    });
  });

  it('is not kept of a connection that is changed over it', async () => {
    const setUp = await setUpIntune(scene.simulators.urls.intune);
    const organization = new TestOrganization(scene.tokenAdmin);
    const { connectionId } = await organization.connect({ vendor: 'intune', fields: setUp.fields });
    await setFaults(scene.simulators.urls.intune, [{ kind: 'latency', latencyMs: 3_000 }]);
    await dueIn(connectionId, '-1 second');
    const slow = await scene.startReplica();
    await waitFor(() => isBeingLookedAt(connectionId));
    await change(organization, connectionId, { credentials: { ...setUp.wrongCredentials } });
    await setFaults(scene.simulators.urls.intune, []);
    await waitFor(() => slow.output().includes('an MDM was looked at'));
    await scene.startReplica();
    await waitFor(async () => (await lookedAt([connectionId])) === 1);
    const { rows } = await database.query(
      `SELECT item ->> 'state' AS state FROM mdm_push.connections, jsonb_array_elements(readiness -> 'items') item
       WHERE connection_id = $1 AND item ->> 'item' = 'credentials'`,
      [connectionId],
    );
    expect(rows).toEqual([{ state: 'failing' }]);
  });

  it('is taken once where there is no API, as nothing there can end', async () => {
    const organization = new TestOrganization(scene.tokenAdmin);
    const { connectionId } = await organization.connect({
      vendor: 'other',
      fields: { settings: {}, credentials: {} },
    });
    await dueIn(connectionId, '-1 second');
    await scene.startReplica();
    await waitFor(async () => (await lookedAt([connectionId])) === 1);
    const { rows } = await database.query(
      `SELECT readiness_due_at = 'infinity' AS never FROM mdm_push.connections WHERE connection_id = $1`,
      [connectionId],
    );
    expect(rows).toEqual([{ never: true }]);
  });
});
