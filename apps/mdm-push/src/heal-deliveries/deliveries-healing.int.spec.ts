import { removeConnection, type MdmConnection } from '@mdm-gate/contracts';
import { backUpFiles, untilDone, waitFor } from '@mdm-gate/testing';
import type { TestOrganization } from '../fixtures/scene.ts';
import { SceneStage } from '../fixtures/scene-stage.ts';
import { setUpMobileiron } from '../vendors/mobileiron/mobileiron.fixtures.ts';
import { setUpWorkspaceOne } from '../vendors/workspace-one/workspace-one.fixtures.ts';

const timeoutMs = 60_000;

/** What a reader of the stream ends up with, who has read it from its beginning. */
interface Reader {
  readonly connections: ReadonlySet<string>;
  readonly held: ReadonlyMap<string, unknown>;
}

describe('events of mdm-push that the stream has lost', () => {
  const stage = new SceneStage({ replicas: 2, ownPostgres: true });

  const connect = async (organization: TestOrganization): Promise<MdmConnection> => {
    const setUp = await setUpWorkspaceOne(stage.scene.simulators.urls.workspaceOne);
    return organization.connect({ vendor: 'workspace-one', fields: setUp.fields });
  };
  const connectByHand = (organization: TestOrganization) =>
    organization.connect({ vendor: 'other', fields: { settings: {}, credentials: {} } });
  const connectAnother = async (organization: TestOrganization): Promise<MdmConnection> => {
    const setUp = await setUpMobileiron(stage.scene.simulators.urls.mobileiron);
    return organization.connect({ vendor: 'ivanti-neurons', fields: setUp.fields });
  };
  /** Two connections, of which one was removed, and a token that was delivered. */
  const delivered = async (organization = stage.organization) => {
    const [kept, removed] = [await connect(organization), await connectByHand(organization)];
    await remove(organization, removed);
    const token = stage.scene.tokenAdmin.newToken('value-one');
    await organization.publish(token);
    await organization.until({ state: 'stored', heldTokenId: token.tokenId });
    return { organization, kept: kept.connectionId, removed: removed.connectionId, token };
  };
  const remove = ({ organizationId }: TestOrganization, { connectionId, version }: MdmConnection) =>
    stage.scene.tokenAdmin.ask(removeConnection, {
      organizationId,
      connectionId,
      version,
      actor: { type: 'admin', id: 'test' },
      correlationId: 'test',
    });
  const read = async ({ organizationId }: TestOrganization): Promise<Reader> => {
    const connections = new Set<string>();
    const held = new Map<string, unknown>();
    for (const event of await stage.scene.tokenAdmin.history(organizationId)) {
      const { type, connectionId, platform, tokenId } = event as Record<string, string>;
      if (type === 'MdmConnectionAdded') connections.add(String(connectionId));
      if (type === 'MdmConnectionRemoved') connections.delete(String(connectionId));
      if (type === 'TokenDelivered') held.set(`${String(connectionId)} ${String(platform)}`, tokenId);
    }
    return { connections, held };
  };
  const untilTells = (organization: TestOrganization, connectionIds: readonly string[], tokenId: string) =>
    waitFor(
      async () => {
        const { connections, held } = await read(organization);
        expect([...connections].toSorted()).toEqual([...connectionIds].toSorted());
        // Of connections that are gone nothing is said any more.
        const heldHere = new Map([...held].filter(([key]) => connections.has(key.split(' ')[0] ?? '')));
        expect(heldHere).toEqual(
          new Map(
            connectionIds.flatMap((id) =>
              ['ios', 'android'].map((platform) => [`${id} ${platform}`, tokenId]),
            ),
          ),
        );
        return true;
      },
      { timeoutMs, describe: 'the stream to tell what the database says' },
    );
  const typesTold = async ({ organizationId }: TestOrganization) =>
    (await stage.scene.tokenAdmin.history(organizationId)).map((event) => (event as { type: string }).type);

  it('are told again after it was emptied, removals too', async () => {
    const { organization, kept, token } = await delivered();
    await stage.scene.servers.nats.restart({ emptied: true });
    await untilTells(organization, [kept], token.tokenId);
    expect(await typesTold(organization)).toContain('MdmConnectionRemoved');
  });

  it('are told again after it was deleted while everything went on', async () => {
    const { organization, kept, token } = await delivered();
    await stage.scene.tokenAdmin.deleteStream('MDM_DELIVERIES');
    await untilTells(organization, [kept], token.tokenId);
  });

  it('are told again after it was restored from an older copy', async () => {
    const { organization, kept } = await delivered();
    const backup = await backUpFiles(stage.scene.servers.nats);
    const late = await untilDone(() => connectAnother(organization), { timeoutMs });
    const second = stage.scene.tokenAdmin.newToken('value-two');
    await untilDone(() => organization.publish(second), { timeoutMs });
    await organization.until({ state: 'stored', heldTokenId: second.tokenId });
    await backup.restore();
    await backup.remove();
    await untilTells(organization, [kept, late.connectionId], second.tokenId);
  });

  it('are taken back after the database was restored to before them, and the newest set is followed', async () => {
    const { organization, kept } = await delivered();
    const backup = await backUpFiles(stage.scene.ownPostgres);
    const ghost = await untilDone(() => connectAnother(organization), { timeoutMs });
    const second = stage.scene.tokenAdmin.newToken('value-three');
    await organization.publish(second);
    await organization.until({ state: 'stored', heldTokenId: second.tokenId });
    expect((await read(organization)).connections).toContain(ghost.connectionId);
    await backup.restore();
    await backup.remove();
    await untilTells(organization, [kept], second.tokenId);
  }, 240_000);

  it('are taken back when somebody else has said them', async () => {
    const { organization, kept, token } = await delivered();
    await stage.scene.tokenAdmin.sayConnection('MdmConnectionRemoved', organization.organizationId, kept);
    await stage.scene.tokenAdmin.sayConnection(
      'MdmConnectionAdded',
      organization.organizationId,
      '01930000-0000-7000-8000-00000000feed',
    );
    await untilTells(organization, [kept], token.tokenId);
  });
});
