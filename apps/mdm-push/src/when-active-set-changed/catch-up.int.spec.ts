import { waitFor } from '@mdm-gate/testing';
import { Client } from 'pg';
import { Scene, TestOrganization } from '../fixtures/scene.ts';

const organizationsCount = 30;

describe('a replica that catches up with the stream', () => {
  let scene: Scene;
  let database: Client;
  beforeAll(async () => {
    scene = await Scene.set();
    database = new Client({ connectionString: scene.servers.postgresUrl });
    await database.connect();
  });
  afterAll(async () => {
    await database.end();
    await scene.clear();
  });

  const versionOf = async (organizationId: string): Promise<number | undefined> => {
    const { rows } = await database.query<{ version: number }>(
      'SELECT active_set_version AS version FROM mdm_push.organizations WHERE organization_id = $1',
      [organizationId],
    );
    return rows[0]?.version;
  };

  /** From now on, which organizations were locked: every lock begins with an attempt to insert the row. */
  const watchLocks = async (): Promise<void> => {
    await database.query('CREATE TABLE locked (organization_id text)');
    await database.query(`CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN INSERT INTO public.locked VALUES (NEW.organization_id); RETURN NEW; END'`);
    await database.query(
      'CREATE TRIGGER note BEFORE INSERT ON mdm_push.organizations FOR EACH ROW EXECUTE FUNCTION note()',
    );
  };
  const locked = async (): Promise<readonly string[]> => {
    const { rows } = await database.query<{ id: string }>(
      'SELECT DISTINCT organization_id AS id FROM locked',
    );
    return rows.map(({ id }) => id);
  };

  it('mends what a restored backup lost, and touches no organization of which it knows the newest set', async () => {
    const organizations = Array.from(
      { length: organizationsCount },
      () => new TestOrganization(scene.tokenAdmin),
    );
    const first = await scene.startReplica();
    for (const organization of organizations) {
      await organization.publish(scene.tokenAdmin.newToken('value-one'));
      await organization.publish(scene.tokenAdmin.newToken('value-two'));
    }
    for (const { organizationId } of organizations)
      await waitFor(async () => (await versionOf(organizationId)) === 2);
    await first.stop();
    // The newest in the stream: when it is mended, all others have been looked at.
    const lost = organizations.at(-1)?.organizationId ?? '';
    await database.query(
      'UPDATE mdm_push.organizations SET active_set_version = 1 WHERE organization_id = $1',
      [lost],
    );
    await watchLocks();
    await scene.startReplica();
    await waitFor(async () => (await versionOf(lost)) === 2);
    await expect(locked()).resolves.toEqual([lost]);
  });
});
