import { waitFor } from '@mdm-gate/testing';
import { SceneStage } from '../fixtures/scene-stage.ts';
import type { Sighting } from '../fixtures/token-admin-stand-in.ts';
import { setUpIntune } from '../vendors/intune/intune.fixtures.ts';
import type { Verdict } from './sighting-metrics.ts';

const byHand = { vendor: 'other', fields: { settings: {}, credentials: {} } } as const;

describe('a delivery that awaits confirmation', () => {
  const stage = new SceneStage();

  const see = (tokenId: string, said: Partial<Sighting> = {}) =>
    stage.scene.tokenAdmin.see(stage.organization.organizationId, { tokenId, platform: 'ios', ...said });

  const judged = (verdict: Verdict) => stage.scene.counted(`mdm_push_sightings_total{verdict="${verdict}"}`);

  /** What was done with it, once it has been judged so: a sighting that nobody looked at proves nothing here. */
  const seenAndJudged = async (verdict: Verdict, ...said: Parameters<typeof see>): Promise<void> => {
    const before = await judged(verdict);
    await see(...said);
    await waitFor(async () => (await judged(verdict)) > before, { describe: `a sighting to be ${verdict}` });
  };

  const statesOf = async (platform: 'ios' | 'android' = 'ios') =>
    (await stage.organization.deliveries())
      .filter((delivery) => delivery.platform === platform)
      .map(({ connectionId, state, evidence }) => ({ connectionId, state, evidence }));

  it('is stored once a device presented its token, on that platform, and others hear of it', async () => {
    await stage.organization.connect(byHand);
    const token = stage.scene.tokenAdmin.newToken('value-seen');
    await stage.organization.publish(token);
    await stage.organization.until({ state: 'awaiting-confirmation' });
    await see(token.tokenId);
    const [ios] = await stage.organization.until({ state: 'stored', heldTokenId: token.tokenId }, 'ios');
    expect(ios?.evidence).toBe('presented');
    await stage.organization.until({ state: 'awaiting-confirmation' }, 'android');
    await waitFor(async () =>
      (await stage.organization.events()).find(
        ({ type, platform, tokenId }) =>
          type === 'TokenDelivered' && platform === 'ios' && tokenId === token.tokenId,
      ),
    );
  });

  it('is stored when the device was faster than the set that its token came with', async () => {
    await stage.organization.connect(byHand);
    await stage.organization.publish(stage.scene.tokenAdmin.newToken('value-first'));
    await stage.organization.until({ state: 'awaiting-confirmation' });
    const token = stage.scene.tokenAdmin.newToken('value-newer');
    await seenAndJudged('too-early', token.tokenId, { activeSetVersion: 2 });
    await expect(statesOf()).resolves.toMatchObject([{ state: 'awaiting-confirmation' }]);
    await stage.organization.publish(token);
    const [ios] = await stage.organization.until({ state: 'stored', heldTokenId: token.tokenId }, 'ios');
    expect(ios?.evidence).toBe('presented');
  });

  it('does not keep a sighting waiting for ever: an old one of a set that never came is done with', async () => {
    await stage.organization.connect(byHand);
    const token = stage.scene.tokenAdmin.newToken('value-waited');
    await stage.organization.publish(token);
    await stage.organization.until({ state: 'awaiting-confirmation' });
    const handled = 'messaging_events_total{stream="MDM_SIGHTINGS",type="DevicesObserved",outcome="handled"}';
    const before = await stage.scene.counted(handled);
    const occurredAt = new Date(Date.now() - 16 * 60_000).toISOString();
    await seenAndJudged('too-early', token.tokenId, { activeSetVersion: 99, occurredAt });
    await waitFor(async () => (await stage.scene.counted(handled)) === before + 1);
    await expect(statesOf()).resolves.toMatchObject([{ state: 'awaiting-confirmation' }]);
  });

  it('goes on waiting when the value was matched under an older set', async () => {
    await stage.organization.connect(byHand);
    const token = stage.scene.tokenAdmin.newToken('value-before');
    await stage.organization.publish(token);
    await stage.organization.publish({
      ...token,
      digest: stage.scene.tokenAdmin.newToken('value-after').digest,
    });
    await stage.organization.until({ state: 'awaiting-confirmation' });
    await seenAndJudged('older-set', token.tokenId, { activeSetVersion: 1 });
    await expect(statesOf()).resolves.toMatchObject([{ state: 'awaiting-confirmation', evidence: null }]);
  });

  it('goes on waiting when the token may have come from another MDM, unless it is only for this one', async () => {
    const first = await stage.organization.connect(byHand);
    const second = await stage.organization.connect(byHand);
    const shared = stage.scene.tokenAdmin.newToken('value-shared');
    const own = stage.scene.tokenAdmin.newToken('value-own', second.connectionId);
    await stage.organization.publish(shared, own);
    await stage.organization.until({ state: 'awaiting-confirmation' });
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
    await stage.organization.connect(byHand);
    const older = stage.scene.tokenAdmin.newToken('value-older');
    const wanted = stage.scene.tokenAdmin.newToken('value-wanted');
    await stage.organization.publish(older, wanted);
    await stage.organization.until({ state: 'awaiting-confirmation', wantedTokenId: wanted.tokenId });
    await seenAndJudged('proves-nothing', stage.scene.tokenAdmin.newToken('value-foreign').tokenId);
    await seenAndJudged('not-awaited', older.tokenId);
    await expect(statesOf()).resolves.toMatchObject([{ state: 'awaiting-confirmation', evidence: null }]);
  });

  it('is not one that the MDM itself is asked about', async () => {
    const setUp = await setUpIntune(stage.scene.simulators.urls.intune);
    await stage.organization.connect({ vendor: 'intune', fields: setUp.fields });
    const token = stage.scene.tokenAdmin.newToken('value-by-api');
    await stage.organization.publish(token);
    await stage.organization.until({ state: 'stored' });
    await seenAndJudged('not-awaited', token.tokenId);
    await expect(statesOf()).resolves.toMatchObject([{ state: 'stored', evidence: 'read-back' }]);
  });
});
