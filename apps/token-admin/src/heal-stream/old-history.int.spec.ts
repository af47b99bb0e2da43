import { backUpFiles, waitFor } from '@mdm-gate/testing';
import { RestoredStage } from '../fixtures/restored-stage.ts';
import { stageTimeoutMs } from '../fixtures/working-organization.ts';
import { withNats } from '../fixtures/with-nats.ts';

describe('what an old history still says', () => {
  let stage: RestoredStage;
  beforeAll(async () => {
    stage = await RestoredStage.start();
  });
  afterAll(() => stage.stop());

  const unpublished = async (organizationId: string): Promise<number> => {
    const rows = await stage.gateway.database.query<unknown[]>(
      'SELECT 1 FROM token_admin.outbox WHERE organization_id = $1 AND published_at IS NULL',
      [organizationId],
    );
    return rows.length;
  };

  it('in an event that waited when the copy was made, and is published after it was restored, hides nothing', async () => {
    const { organization, lasting, leaked } = await stage.enforcing();
    await stage.servers.nats.kill();
    const waiting = await organization.create('its event waits');
    await waitFor(async () => (await unpublished(organization.organizationId)) > 0, {
      timeoutMs: stageTimeoutMs,
    });
    const copy = await backUpFiles(stage.servers.postgres);
    await stage.servers.nats.restart();
    await organization.untilIs(waiting, 'token-active');
    const lost = [await organization.create('lost one'), await organization.create('lost two')];
    for (const token of lost) await organization.untilIs(token, 'token-active');

    await copy.restore();
    const known = [lasting, leaked, waiting, ...lost];
    await organization.untilChecksFollowTheList(known);
    await organization.revokeUntilRefused(leaked);
    await waitFor(async () => (await unpublished(organization.organizationId)) === 0, {
      timeoutMs: stageTimeoutMs,
      describe: 'the outbox to be empty',
    });
    for (let times = 0; times < 20; times += 1)
      expect(await organization.reasonFor(leaked)).toBe('token-revoked');
    await stage.servers.redis.restart({ emptied: true });
    await organization.untilChecksFollowTheList(known);
    await copy.remove();
  }, 240_000);

  it('in the events that come again to a consumer that was deleted takes nothing back', async () => {
    const { organization, lasting, leaked } = await stage.enforcing();
    await organization.revokeUntilRefused(leaked);
    await withNats(stage.gateway, async (link) => {
      const reply = await link.requireConnection().request('$JS.API.CONSUMER.DELETE.MDM_TOKENS.verifier');
      expect(reply.json()).toMatchObject({ success: true });
    });
    const later = await organization.create('after the consumer was deleted');
    const seen = new Set<string>();
    await waitFor(
      async () => {
        seen.add(await organization.reasonFor(leaked));
        return (await organization.reasonFor(later)) === 'token-active';
      },
      { timeoutMs: stageTimeoutMs, describe: 'the new token to be known' },
    );
    expect([...seen]).toEqual(['token-revoked']);
    await organization.untilChecksFollowTheList([lasting, leaked, later]);
  }, 240_000);
});
