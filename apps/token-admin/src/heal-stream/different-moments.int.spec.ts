import { setImmediate } from 'node:timers/promises';
import { RestoredStage, type Moment, type ServerName } from '../fixtures/restored-stage.ts';
import type { WorkingOrganization, CreatedToken } from '../fixtures/working-organization.ts';

type When = 'early' | 'late';
type Restored = Readonly<Partial<Record<ServerName, When>>>;

/** What is not named stays as it is. Put back in this order. */
const cases: readonly [string, Restored][] = [
  ['JetStream alone', { nats: 'early' }],
  ['Redis alone', { redis: 'early' }],
  ['PostgreSQL and JetStream, to one moment', { postgres: 'early', nats: 'early' }],
  ['PostgreSQL to an earlier moment than JetStream', { postgres: 'early', nats: 'late' }],
  ['JetStream to an earlier moment than PostgreSQL', { nats: 'early', postgres: 'late' }],
  ['PostgreSQL and Redis, to moments of their own', { redis: 'late', postgres: 'early' }],
  ['JetStream and Redis', { nats: 'early', redis: 'early' }],
  ['all three, to one moment', { postgres: 'early', nats: 'early', redis: 'early' }],
  ['all three, PostgreSQL to the latest', { nats: 'early', redis: 'early', postgres: 'late' }],
];

const namesRestored = (restored: Restored, when: When): readonly ServerName[] =>
  (['postgres', 'nats', 'redis'] as const).filter((name) => restored[name] === when);

describe('after a restore of', () => {
  let stage: RestoredStage;
  beforeAll(async () => {
    stage = await RestoredStage.start();
  });
  afterAll(() => stage.stop());

  const putBack = async (restored: Restored, moments: Readonly<Record<When, Moment>>): Promise<void> => {
    for (const [name, when] of Object.entries(restored) as [ServerName, When][])
      await moments[when].restore(name);
  };
  const expectRevocationHolds = async (
    organization: WorkingOrganization,
    token: CreatedToken,
  ): Promise<void> => {
    await organization.revokeUntilRefused(token);
    for (let times = 0; times < 20; times += 1)
      expect(await organization.reasonFor(token)).toBe('token-revoked');
  };

  it.each(cases)(
    '%s, checks follow what the gateway lists, and a revocation holds',
    async (_, restored) => {
      const { organization, lasting, leaked } = await stage.enforcing();
      const undone = await organization.create('revoked after the copies');
      await organization.untilIs(undone, 'token-active');
      const early = await stage.backUp(namesRestored(restored, 'early'));
      const between = await organization.create('between the copies');
      await organization.untilIs(between, 'token-active');
      const late = await stage.backUp(namesRestored(restored, 'late'));
      const after = await organization.create('after the copies');
      await organization.untilIs(after, 'token-active');
      await organization.revokeUntilRefused(undone);

      await putBack(restored, { early, late });
      const known = [lasting, leaked, undone, between, after];
      await organization.untilChecksFollowTheList(known);
      const fresh = await organization.create('in the new history');
      await organization.untilIs(fresh, 'token-active');
      await expectRevocationHolds(organization, leaked);
      await organization.untilChecksFollowTheList([...known, fresh]);
      await Promise.all([early.remove(), late.remove()]);
    },
    300_000,
  );

  it.each([
    ['JetStream', 'nats'],
    ['Redis', 'redis'],
  ] as const)('%s alone, what was revoked is never passed', async (_, name) => {
    const { organization, leaked } = await stage.enforcing();
    const copied = await stage.backUp([name]);
    await organization.untilIs(leaked, 'token-active');
    await organization.revokeUntilRefused(leaked);
    const putBack = new AbortController();
    const restoring = copied.restore(name).finally(() => {
      putBack.abort();
    });
    const seen = new Set<string>();
    do {
      seen.add(await organization.reasonFor(leaked).catch(() => 'unavailable'));
      // A request that fails at once leaves the restore its turn.
      await setImmediate();
    } while (!putBack.signal.aborted);
    await restoring;
    await organization.untilIs(leaked, 'token-revoked');
    expect([...seen]).not.toContain('token-active');
    await copied.remove();
  });
});
