import { dumpDatabase, restoreDump } from '@mdm-gate/testing';
import { Client } from 'pg';
import { RestoredStage } from '../fixtures/restored-stage.ts';
import { withNats } from '../fixtures/with-nats.ts';
import type { CreatedToken, WorkingOrganization } from '../fixtures/working-organization.ts';

/** Puts PostgreSQL back to where it was when this was made. */
type Restore = () => Promise<void>;

let stage: RestoredStage;
beforeAll(async () => {
  stage = await RestoredStage.start();
});
afterAll(() => stage.stop());

/** Revoked, and from the answer on, or soon after an answer that promised nothing, refused for good. */
const expectRevocationHolds = async (
  organization: WorkingOrganization,
  leaked: CreatedToken,
): Promise<void> => {
  await organization.revokeUntilRefused(leaked);
  for (let times = 0; times < 20; times += 1)
    expect(await organization.reasonFor(leaked)).toBe('token-revoked');
};

const ways: readonly [string, () => Promise<Restore>][] = [
  [
    'with its files',
    async () => {
      const moment = await stage.backUp(['postgres']);
      return async () => {
        try {
          await moment.restore('postgres');
        } finally {
          await moment.remove();
        }
      };
    },
  ],
  [
    'from a dump into a new cluster',
    () => {
      const dump = dumpDatabase(stage.databaseUrl);
      return Promise.resolve(async () => {
        await stage.servers.postgres.restart({ emptied: true });
        const client = new Client({ connectionString: stage.servers.postgres.url });
        await client.connect();
        await client.query(`CREATE DATABASE ${new URL(stage.databaseUrl).pathname.slice(1)}`);
        await client.end();
        restoreDump(dump, stage.databaseUrl, []);
      });
    },
  ],
  [
    'from a dump into the same cluster',
    () => {
      const dump = dumpDatabase(stage.databaseUrl);
      return Promise.resolve(() => {
        restoreDump(dump, stage.databaseUrl, ['token_admin']);
        return Promise.resolve();
      });
    },
  ],
];

describe.each(ways)('PostgreSQL that was restored %s', (_, backUp) => {
  it('goes on in a new history: new tokens are known, lost ones are not, and a revocation holds', async () => {
    const { organization, leaked } = await stage.enforcing();
    const restore = await backUp();
    const lost = [await organization.create('lost one'), await organization.create('lost two')];
    for (const token of lost) await organization.untilIs(token, 'token-active');
    await restore();
    const fresh = await organization.create('as many changes as were lost, or one less');
    await organization.untilIs(fresh, 'token-active');
    await expectRevocationHolds(organization, leaked);
    for (const token of lost) await organization.untilIs(token, 'token-unknown');
    await organization.untilIs(fresh, 'token-active');
  }, 240_000);
});

describe('an event that somebody forged', () => {
  it('with a version that no history leads to stops nobody, not even its own organization', async () => {
    const [one, other] = [await stage.enforcing(), await stage.enforcing()];
    const { organizationId } = one.organization;
    const activeSet = {
      lineage: 'ffffffff-ffff-7fff-bfff-ffffffffffff',
      version: 2_147_483_647,
      policy: { mode: 'off', effectiveFrom: null, mdmIntegrated: false },
      connectionIds: [],
      tokens: [],
      macKeyId: 'k1',
      mac: 'm'.repeat(43),
    };
    const event = JSON.stringify({ organizationId, activeSet });
    await withNats(stage.gateway, (link) => {
      link.requireConnection().publish(`mdm.tokens.${organizationId}.TokenRevoked`, event);
      return link.requireConnection().flush();
    });
    for (const { organization, leaked } of [one, other]) {
      expect(await organization.reasonFor(leaked)).toBe('token-active');
      await expectRevocationHolds(organization, leaked);
    }
  });
});
