import { RestoredStage, type ServerName } from '../fixtures/restored-stage.ts';

type Loss = (stage: RestoredStage) => Promise<void>;

/** Which servers go back to before it was created, and which lose everything. */
const leftOn: readonly [string, readonly ServerName[], Loss][] = [
  ['in JetStream', ['postgres'], ({ servers }) => servers.redis.restart({ emptied: true })],
  ['in Redis', ['postgres', 'nats'], () => Promise.resolve()],
  ['in JetStream and Redis', ['postgres'], () => Promise.resolve()],
];

describe('an organization that there is only', () => {
  let stage: RestoredStage;
  beforeAll(async () => {
    stage = await RestoredStage.start();
  });
  afterAll(() => stage.stop());

  it.each(leftOn)(
    '%s is unknown to everybody, and can be created again',
    async (_, restored, lose) => {
      // It stays, and shows that those who were not lost go on.
      const other = await stage.enforcing();
      const before = await stage.backUp(restored);
      const { organization, lasting, leaked } = await stage.enforcing();
      for (const name of restored) await before.restore(name);
      await lose(stage);

      await organization.untilIs(leaked, 'organization-unknown');
      expect((await organization.get('')).status).toBe(404);
      await other.organization.untilIs(other.lasting, 'token-active');
      await other.organization.untilIs(other.leaked, 'token-active');

      const again = await stage.enforcing(organization.organizationId);
      await again.organization.untilChecksFollowTheList([again.lasting, again.leaked, lasting, leaked]);
      await again.organization.revokeUntilRefused(again.leaked);
      await again.organization.untilChecksFollowTheList([again.lasting, again.leaked, lasting, leaked]);
      await before.remove();
    },
    240_000,
  );

  it('in PostgreSQL is known to everybody again', async () => {
    const { organization, lasting, leaked } = await stage.enforcing();
    await Promise.all([
      stage.servers.nats.restart({ emptied: true }),
      stage.servers.redis.restart({ emptied: true }),
    ]);
    await organization.untilChecksFollowTheList([lasting, leaked]);
    await organization.revokeUntilRefused(leaked);
    await organization.untilChecksFollowTheList([lasting, leaked]);
  }, 240_000);
});
