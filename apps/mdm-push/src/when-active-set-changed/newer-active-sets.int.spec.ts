import { EventStreamReader, NatsLink } from '@mdm-gate/messaging';
import { createLogger } from '@mdm-gate/service-kit';
import { waitFor } from '@mdm-gate/testing';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Scene, TestOrganization } from '../fixtures/scene.ts';
import { NewerActiveSets } from './newer-active-sets.ts';

const eventSchema = z.object({ organizationId: z.string() });

describe('what the stream has and we do not', () => {
  let scene: Scene;
  let database: DataSource;
  let link: NatsLink;
  beforeAll(async () => {
    scene = await Scene.set();
    const { postgresUrl, nats } = scene.servers;
    database = await new DataSource({ type: 'postgres', url: postgresUrl }).initialize();
    const logger = createLogger('test', { level: 'silent' });
    link = new NatsLink({ name: 'test', inboxPrefix: '_INBOX.test', url: nats.url, logger });
    link.open();
    await waitFor(() => link.problem === null);
  });
  afterAll(async () => {
    await link.close();
    await database.destroy();
    await scene.clear();
  });

  const known = async ({ organizationId }: TestOrganization): Promise<boolean> => {
    const statement = 'SELECT 1 FROM mdm_push.organizations WHERE organization_id = $1';
    return (await database.query<unknown[]>(statement, [organizationId])).length > 0;
  };

  it('is looked for everywhere at first and when our database was restored, else among what came since', async () => {
    const organizations = Array.from({ length: 3 }, () => new TestOrganization(scene.tokenAdmin));
    const [lost, other, later] = organizations;
    if (lost === undefined || other === undefined || later === undefined) throw new Error('three are needed');
    const replica = await scene.startReplica();
    for (const organization of [lost, other]) {
      await organization.publish(scene.tokenAdmin.newToken('what-this-test-delivers'));
      await waitFor(() => known(organization));
    }
    await replica.stop();
    const newer = new NewerActiveSets(database, new EventStreamReader(link));
    const found = async (): Promise<readonly string[]> => {
      const ids: string[] = [];
      for await (const event of newer.inStream()) ids.push(eventSchema.parse(event).organizationId);
      return ids;
    };
    expect(await found()).toEqual([]);

    await database.query(
      'UPDATE mdm_push.organizations SET active_set_version = 0 WHERE organization_id = $1',
      [lost.organizationId],
    );
    expect(await found()).toEqual([]);
    await later.publish(scene.tokenAdmin.newToken('what-this-test-delivers'));
    expect(await found()).toEqual([later.organizationId]);
    expect(await found()).toEqual([]);

    newer.forgetWhatWasCompared();
    expect(await found()).toEqual([lost.organizationId, later.organizationId]);
  });
});
