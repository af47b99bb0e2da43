import { waitFor } from '@mdm-gate/testing';
import { RestoredStage } from '../fixtures/restored-stage.ts';
import { withNats } from '../fixtures/with-nats.ts';
import { stageTimeoutMs } from '../fixtures/working-organization.ts';

describe('an event that somebody publishes', () => {
  let stage: RestoredStage;
  beforeAll(async () => {
    stage = await RestoredStage.start();
  }, 180_000);
  afterAll(() => stage.stop(), 60_000);

  it('again, word for word as token-admin had it before, brings nothing back, not even when Redis is lost after it', async () => {
    const { organization, lasting, leaked } = await stage.enforcing();
    const { organizationId } = organization;
    await organization.revokeUntilRefused(leaked);
    const [old] = await stage.gateway.database.query<{ event: { activeSet: object } }[]>(
      `SELECT event FROM token_admin.outbox WHERE organization_id = $1 AND type = 'TokenCreated'
       ORDER BY position DESC LIMIT 1`,
      [organizationId],
    );
    const { activeSet } = old?.event ?? {};
    expect(JSON.stringify(activeSet)).toContain(leaked.token.tokenId);
    await withNats(stage.gateway, async (link) => {
      const connection = link.requireConnection();
      for (const type of ['TokenRevoked', 'TokenCreated', 'PolicyChanged'])
        connection.publish(`mdm.tokens.${organizationId}.${type}`, JSON.stringify(old?.event));
      await connection.request('mdm.verifier.apply', JSON.stringify({ organizationId, activeSet }));
    });
    const seen = new Set<string>();
    const look = async (): Promise<string> => {
      const reason = await organization.reasonFor(leaked).catch(() => 'unavailable');
      seen.add(reason);
      return reason;
    };
    for (let times = 0; times < 20; times += 1) await look();
    expect([...seen]).toEqual(['token-revoked']);
    await stage.servers.redis.restart({ emptied: true });
    await waitFor(async () => (await look()) === 'token-revoked', {
      timeoutMs: stageTimeoutMs,
      describe: 'the revocation to be known again',
    }).catch((error: unknown) => {
      throw new Error([...seen].join(), { cause: error });
    });
    expect([...seen]).not.toContain('token-active');
    await organization.untilChecksFollowTheList([lasting, leaked]);
  }, 240_000);
});
