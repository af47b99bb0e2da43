import { waitFor } from '@mdm-gate/testing';
import { Scene, TestOrganization } from '../fixtures/scene.ts';
import type { Sighting } from '../fixtures/token-admin-stand-in.ts';
import { setUpIntune } from '../vendors/intune/intune.fixtures.ts';
import type { Verdict } from './sighting-metrics.ts';

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

  const see = (tokenId: string, said: Partial<Sighting> = {}) =>
    scene.tokenAdmin.see(organization.organizationId, { tokenId, platform: 'ios', ...said });

  const judged = (verdict: Verdict) => scene.counted(`mdm_push_sightings_total{verdict="${verdict}"}`);

  /** What was done with it, once it has been judged so: a sighting that nobody looked at proves nothing here. */
  const seenAndJudged = async (verdict: Verdict, ...said: Parameters<typeof see>): Promise<void> => {
    const before = await judged(verdict);
    await see(...said);
    await waitFor(async () => (await judged(verdict)) > before, { describe: `a sighting to be ${verdict}` });
  };

  const statesOf = async (platform: 'ios' | 'android' = 'ios') =>
    (await organization.deliveries())
      .filter((delivery) => delivery.platform === platform)
      .map(({ connectionId, state, evidence }) => ({ connectionId, state, evidence }));

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

  it('is stored when the device was faster than the set that its token came with', async () => {
    await organization.connect(byHand);
    await organization.publish(scene.tokenAdmin.newToken('value-first'));
    await organization.until({ state: 'awaiting-confirmation' });
    const token = scene.tokenAdmin.newToken('value-newer');
    await seenAndJudged('too-early', token.tokenId, { activeSetVersion: 2 });
    await expect(statesOf()).resolves.toMatchObject([{ state: 'awaiting-confirmation' }]);
    await organization.publish(token);
    const [ios] = await organization.until({ state: 'stored', heldTokenId: token.tokenId }, 'ios');
    expect(ios?.evidence).toBe('presented');
  });

  it('does not keep a sighting waiting for ever: an old one of a set that never came is done with', async () => {
    await organization.connect(byHand);
    const token = scene.tokenAdmin.newToken('value-waited');
    await organization.publish(token);
    await organization.until({ state: 'awaiting-confirmation' });
    const handled = 'messaging_events_total{stream="MDM_SIGHTINGS",type="TokenSeen",outcome="handled"}';
    const before = await scene.counted(handled);
    const occurredAt = new Date(Date.now() - 16 * 60_000).toISOString();
    await seenAndJudged('too-early', token.tokenId, { activeSetVersion: 99, occurredAt });
    await waitFor(async () => (await scene.counted(handled)) === before + 1);
    await expect(statesOf()).resolves.toMatchObject([{ state: 'awaiting-confirmation' }]);
  });

  it('goes on waiting when the value was matched under an older set', async () => {
    await organization.connect(byHand);
    const token = scene.tokenAdmin.newToken('value-before');
    await organization.publish(token);
    await organization.publish({ ...token, digest: scene.tokenAdmin.newToken('value-after').digest });
    await organization.until({ state: 'awaiting-confirmation' });
    await seenAndJudged('older-set', token.tokenId, { activeSetVersion: 1 });
    await expect(statesOf()).resolves.toMatchObject([{ state: 'awaiting-confirmation', evidence: null }]);
  });

  it('goes on waiting when the token may have come from another MDM, unless it is only for this one', async () => {
    const first = await organization.connect(byHand);
    const second = await organization.connect(byHand);
    const shared = scene.tokenAdmin.newToken('value-shared');
    const own = scene.tokenAdmin.newToken('value-own', second.connectionId);
    await organization.publish(shared, own);
    await organization.until({ state: 'awaiting-confirmation' });
    await seenAndJudged('proves-nothing', shared.tokenId);
    await expect(statesOf()).resolves.toMatchObject([
      { state: 'awaiting-confirmation' },
      { state: 'awaiting-confirmation' },
    ]);
    await seenAndJudged('stored', own.tokenId);
    const states = await statesOf();
    expect(states).toContainEqual({
      connectionId: second.connectionId,
      state: 'stored',
      evidence: 'presented',
    });
    expect(states).toContainEqual({
      connectionId: first.connectionId,
      state: 'awaiting-confirmation',
      evidence: null,
    });
  });

  it('goes on waiting when a token was presented that is not in the set, or not the wanted one', async () => {
    await organization.connect(byHand);
    const older = scene.tokenAdmin.newToken('value-older');
    const wanted = scene.tokenAdmin.newToken('value-wanted');
    await organization.publish(older, wanted);
    await organization.until({ state: 'awaiting-confirmation', wantedTokenId: wanted.tokenId });
    await seenAndJudged('proves-nothing', scene.tokenAdmin.newToken('value-foreign').tokenId);
    await seenAndJudged('not-awaited', older.tokenId);
    await expect(statesOf()).resolves.toMatchObject([{ state: 'awaiting-confirmation', evidence: null }]);
  });

  it('is not one that the MDM itself is asked about', async () => {
    const setUp = await setUpIntune(scene.simulators.urls.intune);
    await organization.connect({ vendor: 'intune', fields: setUp.fields });
    const token = scene.tokenAdmin.newToken('value-by-api');
    await organization.publish(token);
    await organization.until({ state: 'stored' });
    await seenAndJudged('not-awaited', token.tokenId);
    await expect(statesOf()).resolves.toMatchObject([{ state: 'stored', evidence: 'read-back' }]);
  });
});
