import { Keyring, publicSealingKey } from '@mdm-gate/encryption';
import { changeConnection, type MdmConnection, type MdmConnectionChange } from '@mdm-gate/contracts';
import { Scene, TestOrganization } from '../fixtures/scene.ts';
import { setUpIntune, type IntuneSetUp } from '../vendors/intune/intune.fixtures.ts';

const otherKeys = JSON.stringify({
  current: 'new',
  keys: { new: Buffer.alloc(32, 9).toString('base64url') },
});

describe('a connection whose credentials cannot be opened any more, because their key is lost', () => {
  let scene: Scene;
  let organization: TestOrganization;
  let setUp: IntuneSetUp;
  let connection: MdmConnection;
  beforeAll(async () => {
    scene = await Scene.set();
    organization = new TestOrganization(scene.tokenAdmin);
    setUp = await setUpIntune(scene.simulators.urls.intune);
    const before = await scene.startReplica();
    connection = await organization.connect({ vendor: 'intune', fields: setUp.fields });
    await before.stop();
    await scene.startReplica({ MDM_PUSH_MASTER_KEYS: otherKeys });
    scene.tokenAdmin.sealTo(publicSealingKey(Keyring.fromConfig(otherKeys)));
  });
  afterAll(() => scene.clear());
  const change = (asked: MdmConnectionChange) =>
    scene.tokenAdmin.ask(changeConnection, {
      accountMayChange: true,
      actor: { type: 'admin', id: 'test' },
      correlationId: 'test',
      organizationId: organization.organizationId,
      connectionId: connection.connectionId,
      version: connection.version,
      change: asked,
    });

  it('asks for them when something else is to be changed, and delivers when they are entered again', async () => {
    const token = scene.tokenAdmin.newToken('value-one');
    await organization.publish(token);
    const [delivery] = await organization.until({ state: 'blocked' });
    expect(delivery?.lastError).toMatchObject({ code: 'credentials-unreadable' });
    for (const asked of [{ name: 'Renamed' }, { settings: setUp.fields.settings }]) {
      await expect(change(asked as MdmConnectionChange)).rejects.toMatchObject({
        code: 'invalid-request',
        issues: [{ path: 'credentials', message: expect.stringContaining('cannot be opened') as string }],
      });
    }
    const { credentials } = setUp.fields as { credentials: MdmConnectionChange['credentials'] };
    await expect(change({ credentials })).resolves.toMatchObject({ version: 2 });
    await organization.until({ state: 'stored', heldTokenId: token.tokenId });
  });
});
