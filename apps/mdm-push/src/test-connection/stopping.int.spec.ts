import { waitFor, type RunningProcess } from '@mdm-gate/testing';
import { Client } from 'pg';
import { Scene, TestOrganization } from '../fixtures/scene.ts';
import { setFaults } from '../fixtures/simulators.ts';
import { setUpIntune } from '../vendors/intune/intune.fixtures.ts';

const dayMs = 86_400_000;

describe('a look at a connection', () => {
  let scene: Scene;
  let database: Client;
  let organization: TestOrganization;
  let connectionId: string;
  let replica: RunningProcess;
  beforeAll(async () => {
    scene = await Scene.set();
    database = new Client({ connectionString: scene.servers.postgresUrl });
    await database.connect();
    organization = new TestOrganization(scene.tokenAdmin);
    const setUp = await setUpIntune(scene.simulators.urls.intune);
    await setUp.tenant.set({ apnsExpiresAt: new Date(Date.now() + 9 * dayMs).toISOString() });
    const first = await scene.startReplica();
    ({ connectionId } = await organization.connect({ vendor: 'intune', fields: setUp.fields }));
    await first.stop();
  });
  afterAll(async () => {
    await setFaults(scene.simulators.urls.intune, []);
    await database.end();
    await scene.clear();
  });

  const dueWithin = async (from: string, to: string): Promise<boolean> => {
    const { rowCount } = await database.query(
      `SELECT FROM mdm_push.connections WHERE connection_id = $1
         AND readiness_due_at BETWEEN now() + $2::interval AND now() + $3::interval`,
      [connectionId, from, to],
    );
    return rowCount === 1;
  };

  it('ends when the service stops over it, and is then due at once for another replica', async () => {
    await setFaults(scene.simulators.urls.intune, [{ kind: 'latency', latencyMs: 60_000 }]);
    replica = await scene.startReplica();
    await waitFor(() => dueWithin('50 minutes', '1 hour'), { describe: 'the daily look to begin' });
    // The service gives up stopping after 15 s, and ends with 1; the look itself would have taken 25 s.
    await expect(replica.stop()).resolves.toMatchObject({ code: 0 });
    await expect(dueWithin('-1 minute', '0 seconds')).resolves.toBe(true);
  });

  it('leaves behind when certificates end, as a metric without names and secrets', async () => {
    await setFaults(scene.simulators.urls.intune, []);
    await scene.startReplica();
    await waitFor(() => dueWithin('23 hours', '25 hours'), { describe: 'the daily look to end' });
    replica = await scene.startReplica();
    const healthUrl = /"healthUrl":"([^"]+)"/.exec(replica.output())?.[1] ?? '';
    const line = await waitFor(async () =>
      (await (await fetch(`${healthUrl}/metrics`)).text())
        .split('\n')
        .find((text) => text.startsWith('mdm_push_certificate_expires_in_seconds{')),
    );
    const labels = `organization_id="${organization.organizationId}",connection_id="${connectionId}",item="apple-push-certificate",platform="ios"`;
    expect(line).toContain(`{${labels}}`);
    const days = (Number(line.split(' ').at(-1)) * 1_000) / dayMs;
    expect(days).toBeGreaterThan(8.9);
    expect(days).toBeLessThan(9);
  });
});
