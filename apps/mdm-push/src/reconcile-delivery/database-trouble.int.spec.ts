import { waitFor } from '@mdm-gate/testing';
import { Client } from 'pg';
import { Scene, TestOrganization } from '../fixtures/scene.ts';
import { setFaults } from '../fixtures/simulators.ts';
import { setUpWorkspaceOne } from '../vendors/workspace-one/workspace-one.fixtures.ts';

/** Renewing a lease fails as it does while the database is shut down; all else goes on. */
const breakLeases = [
  `CREATE FUNCTION public.no_lease() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'terminating connection due to administrator command' USING ERRCODE = '57P01';
  END $$`,
  `CREATE TRIGGER no_lease BEFORE UPDATE ON mdm_push.deliveries FOR EACH ROW
    WHEN (NEW.fence = OLD.fence AND NEW.lease_until > OLD.lease_until) EXECUTE FUNCTION public.no_lease()`,
];

describe('a delivery during which our own database fails', () => {
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

  it('is given up and tried again, and nobody is told that the MDM failed', async () => {
    const organization = new TestOrganization(scene.tokenAdmin);
    const setUp = await setUpWorkspaceOne(scene.simulators.urls.workspaceOne);
    await organization.connect({ vendor: 'workspace-one', fields: setUp.fields });
    for (const statement of breakLeases) await database.query(statement);
    // So slow that the lease must be confirmed before the write.
    await setFaults(setUp.url, [{ kind: 'latency', latencyMs: 600 }]);
    const token = scene.tokenAdmin.newToken('value-one');
    await organization.publish(token);
    await waitFor(() => scene.output().includes('given up: the database does not answer'));
    for (const { state, lastError } of await organization.deliveries())
      expect({ state, lastError }).toEqual({ state: 'wanted', lastError: null });
    await database.query('DROP TRIGGER no_lease ON mdm_push.deliveries');
    await setFaults(setUp.url, []);
    await organization.until({ state: 'stored', heldTokenId: token.tokenId });
    expect((await organization.events()).map(({ type }) => type)).not.toContain('DeliveryFailed');
  });
});
