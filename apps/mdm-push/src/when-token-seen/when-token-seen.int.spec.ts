import { waitFor } from '@mdm-gate/testing';
import { Scene, TestOrganization } from '../fixtures/scene.ts';

const byHand = { vendor: 'other', fields: { settings: {}, credentials: {} } } as const;

describe('a delivery that awaits confirmation', () => {
  let scene: Scene;
  let organization: TestOrganization;
  beforeAll(async () => {
    scene = await Scene.set();
    await scene.startReplica();
  }, 120_000);
  afterAll(() => scene.clear());
  beforeEach(() => {
    organization = new TestOrganization(scene.tokenAdmin);
  });

  const see = (tokenId: string, platform: 'ios' | 'android' = 'ios', activeSetVersion?: number) =>
    scene.tokenAdmin.see(organization.organizationId, {
      tokenId,
      platform,
      ...(activeSetVersion === undefined ? {} : { activeSetVersion }),
    });

  it('is stored once a device presented its token, on that platform, and others hear of it', async () => {
    await organization.connect(byHand);
    const token = scene.tokenAdmin.newToken('value-seen');
    await organization.publish(token);
    await organization.until({ state: 'awaiting-confirmation' });
    await see(token.tokenId);
    const [ios] = await organization.until({ state: 'stored', heldTokenId: token.tokenId }, 'ios');
    expect(ios?.evidence).toBe('presented');
    await organization.until({ state: 'awaiting-confirmation' }, 'android');
    await waitFor(async () =>
      (await organization.events()).find(
        ({ type, platform, tokenId }) =>
          type === 'TokenDelivered' && platform === 'ios' && tokenId === token.tokenId,
      ),
    );
  });

  it('goes on waiting when the value was matched under an older set', async () => {
    await organization.connect(byHand);
    const token = scene.tokenAdmin.newToken('value-before');
    await organization.publish(token);
    await organization.publish({ ...token, digest: scene.tokenAdmin.newToken('value-after').digest });
    await organization.until({ state: 'awaiting-confirmation' });
    await see(token.tokenId, 'ios', 1);
    // Of the current set, and sent after the other one.
    await see(token.tokenId, 'android');
    await organization.until({ state: 'stored' }, 'android');
    await organization.until({ state: 'awaiting-confirmation' }, 'ios');
  });

  it('goes on waiting when the token may have come from another MDM, unless it is only for this one', async () => {
    const first = await organization.connect(byHand);
    const second = await organization.connect(byHand);
    const shared = scene.tokenAdmin.newToken('value-shared');
    const own = scene.tokenAdmin.newToken('value-own', second.connectionId);
    await organization.publish(shared, own);
    await organization.until({ state: 'awaiting-confirmation' });
    await see(shared.tokenId);
    await see(own.tokenId);
    const states = await waitFor(async () => {
      const ios = (await organization.deliveries()).filter(({ platform }) => platform === 'ios');
      return ios.some(({ state }) => state === 'stored') ? ios : undefined;
    });
    expect(states.find(({ connectionId }) => connectionId === second.connectionId)?.state).toBe('stored');
    expect(states.find(({ connectionId }) => connectionId === first.connectionId)?.state).toBe(
      'awaiting-confirmation',
    );
  });
});
