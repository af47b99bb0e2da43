import { listConnections } from '@mdm-gate/contracts';
import { startFaultProxy, waitFor, type FaultProxy } from '@mdm-gate/testing';
import { Client } from 'pg';
import { retryingDeliveries, Scene, TestOrganization } from './fixtures/scene.ts';
import { setUpWorkspaceOne } from './vendors/workspace-one/workspace-one.fixtures.ts';

/** Each takes the database away from mdm-push, and answers with what gives it back. */
type Absence = (scene: Scene, proxy: FaultProxy) => Promise<() => Promise<void>>;

const asOperator = async (url: string, ...statements: string[]): Promise<void> => {
  const operator = new Client({ connectionString: url });
  await operator.connect();
  for (const statement of statements) await operator.query(statement);
  await operator.end();
};

const onlyReads: Absence = async ({ servers: { postgresUrl } }) => {
  const database = new URL(postgresUrl).pathname.slice(1);
  await asOperator(
    postgresUrl,
    `ALTER DATABASE ${database} SET default_transaction_read_only = on`,
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  return () =>
    asOperator(
      postgresUrl,
      `BEGIN; SET TRANSACTION READ WRITE; ALTER DATABASE ${database} RESET default_transaction_read_only; COMMIT`,
    );
};

const isGone: Absence = async ({ ownPostgres }) => {
  await ownPostgres.kill();
  return () => ownPostgres.restart();
};

const isSilent: Absence = (_, proxy) => {
  proxy.blackhole();
  return Promise.resolve(() => {
    proxy.heal();
    return Promise.resolve();
  });
};

const isFull: Absence = async ({ servers: { postgresUrl } }) => {
  await asOperator(
    postgresUrl,
    `CREATE FUNCTION public.full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$`,
    'CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON mdm_push.organizations FOR EACH ROW EXECUTE FUNCTION public.full_disk()',
  );
  return () => asOperator(postgresUrl, 'DROP FUNCTION public.full_disk() CASCADE');
};

const isUnmade: Absence = async ({ servers: { postgresUrl } }) => {
  await asOperator(postgresUrl, 'ALTER SCHEMA mdm_push RENAME TO elsewhere');
  return () => asOperator(postgresUrl, 'ALTER SCHEMA elsewhere RENAME TO mdm_push');
};

const absences: readonly (readonly [string, Absence])[] = [
  ['only reads', onlyReads],
  ['is gone', isGone],
  ['has a full disk', isFull],
  ['has lost its schema', isUnmade],
  ['answers nothing any more', isSilent],
];

describe('what comes while the database', () => {
  let scene: Scene;
  let proxy: FaultProxy;

  beforeAll(async () => {
    scene = await Scene.set({ ownPostgres: true });
    proxy = await startFaultProxy({ url: scene.servers.postgresUrl });
    await scene.startReplica({ MDM_PUSH_POSTGRES_URL: proxy.url });
  });
  afterAll(async () => {
    await scene.clear();
    await proxy.stop();
  });

  it.each(absences)(
    '%s waits, and is handled afterwards; requests are told that time mends it',
    async (_, takeAway) => {
      const seenBefore = scene.output().length;
      const organization = new TestOrganization(scene.tokenAdmin);
      const setUp = await setUpWorkspaceOne(scene.simulators.urls.workspaceOne);
      await organization.connect({ vendor: 'workspace-one', fields: setUp.fields });
      const giveBack = await takeAway(scene, proxy);
      const token = scene.tokenAdmin.newToken('value-one');
      await organization.publish(token);
      if (takeAway !== isFull) {
        const { organizationId } = organization;
        const refused = await scene.tokenAdmin
          .ask(listConnections, { organizationId })
          .catch((error: unknown) => error);
        expect(['dependency-unavailable', 'timeout']).toContain((refused as { code?: string }).code);
        await waitFor(async () => (await scene.readiness()).status === 503);
      }
      // More often than what an event itself has caused is tried.
      await waitFor(
        () => retryingDeliveries(scene.output().slice(seenBefore)) >= (takeAway === isSilent ? 1 : 7),
        {
          timeoutMs: 60_000,
        },
      );
      await giveBack();
      await organization.until({ state: 'stored', heldTokenId: token.tokenId });
      expect(await scene.counted(parked)).toBe(0);
      await waitFor(async () => (await scene.readiness()).status === 200);
    },
  );
});

const parked = 'messaging_events_total{stream="MDM_TOKENS",type="TokenChanged",outcome="parked"}';
