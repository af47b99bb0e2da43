import { Keyring, publicSealingKey } from '@mdm-gate/encryption';
import { masterKeys } from './fixtures/mdm-push-process.ts';
import { Scene, TestOrganization } from './fixtures/scene.ts';

const key = (byte: number): string => Buffer.alloc(32, byte).toString('base64url');
const ring = (current: string, keys: Readonly<Record<string, string>>): string =>
  JSON.stringify({ current, keys });
const older = publicSealingKey(Keyring.fromConfig(masterKeys));
const onlyNewer = ring('newer', { newer: key(9) });
const both = ring('newer', { newer: key(9), test: key(7) });
const newer = publicSealingKey(Keyring.fromConfig(onlyNewer));
const byHand = { vendor: 'other', fields: { settings: {}, credentials: {} } } as const;

describe('the sealing keys of mdm-push', () => {
  let scene: Scene;
  const connect = () => new TestOrganization(scene.tokenAdmin).connect(byHand);

  beforeEach(async () => {
    scene = await Scene.set();
  });
  afterEach(() => scene.clear());

  it('are exchanged without a pause: the older one opens until it is taken away', async () => {
    await scene.startReplica({ MDM_PUSH_MASTER_KEYS: both });
    scene.tokenAdmin.sealTo(older);
    expect(await connect()).toMatchObject({ vendor: 'other' });
    scene.tokenAdmin.sealTo(newer);
    expect(await connect()).toMatchObject({ vendor: 'other' });
  });

  it('that it does not hold are refused, and its log says so', async () => {
    await scene.startReplica({ MDM_PUSH_MASTER_KEYS: onlyNewer });
    scene.tokenAdmin.sealTo(older);
    await expect(connect()).rejects.toThrow(
      /^dependency-unavailable: .* is not sealed to a key of mdm-push$/,
    );
    expect(scene.output()).toContain('is not sealed to a key of mdm-push');
  });
});
