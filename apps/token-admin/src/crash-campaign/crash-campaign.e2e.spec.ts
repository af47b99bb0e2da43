import { runMigrations } from '@mdm-gate/database';
import { setTimeout as killComesAfter } from 'node:timers/promises';
import { createLogger } from '@mdm-gate/service-kit';
import {
  createDatabase,
  sharedPostgres,
  startNats,
  waitFor,
  type RunningServer,
  type SharedPostgres,
} from '@mdm-gate/testing';
import { DataSource } from 'typeorm';
import { databaseOptions } from '../database/database-options.ts';
import { ApiClient } from '../fixtures/api-client.ts';
import { startNeighbours, type RunningNeighbours } from '../fixtures/neighbours.ts';
import { newestSets } from '../fixtures/newest-sets.ts';
import { connectMdm, keyring, type TestOrganization } from '../fixtures/running-gateway.ts';
import { TestIssuer } from '../fixtures/test-issuer.ts';
import { Creation, Revocation, type Intention } from './intentions.ts';
import { TokenAdminProcess } from '../fixtures/token-admin-process.ts';

/** `npm run campaign:crash` kills 200 times. */
const kills = Number(process.env['MDM_GATE_CAMPAIGN_KILLS'] ?? '6');
/** From before the first request arrives to after all of them are done. */
const killAfterMsMax = 250;
const organizationId = 'campaign';
const path = `/organizations/${organizationId}`;

describe(`token-admin killed ${kills} times in the middle of its work`, () => {
  let postgres: SharedPostgres;
  let nats: RunningServer;
  let issuer: TestIssuer;
  let neighbours: RunningNeighbours;
  let database: DataSource;
  let tokenAdmin: TokenAdminProcess;
  let organization: TestOrganization;

  beforeAll(async () => {
    [postgres, nats, issuer] = await Promise.all([sharedPostgres(), startNats(), TestIssuer.start()]);
    const url = await createDatabase(postgres);
    const options = databaseOptions(url, createLogger('campaign', { level: 'silent' }));
    await runMigrations(new DataSource(options));
    database = await new DataSource(options).initialize();
    neighbours = await startNeighbours(nats.url);
    tokenAdmin = await TokenAdminProcess.prepare({
      TOKEN_ADMIN_HEALTH_PORT: '0',
      TOKEN_ADMIN_POSTGRES_URL: url,
      TOKEN_ADMIN_NATS_URL: nats.url,
      TOKEN_ADMIN_OIDC_ISSUER: issuer.url,
      TOKEN_ADMIN_MASTER_KEYS: keyring(),
      TOKEN_ADMIN_DIGEST_KEYS: keyring(),
    });
    await tokenAdmin.start();
    const administrator = new ApiClient(tokenAdmin.url, await issuer.token(['platform-administrator']));
    await administrator.post('/organizations', { organizationId, name: 'Campaign' });
    organization = { organizationId, path, administrator };
    await connectMdm(organization);
  }, 120_000);
  afterAll(async () => {
    await tokenAdmin.stop();
    await neighbours.stop();
    await database.destroy();
    for (const server of [issuer, nats, postgres]) await server.stop();
  });

  const answered: Intention[] = [];
  const creations: Creation[] = [];

  const revocations: Revocation[] = [];

  /** New work beside what was not answered before the last kill. */
  const work = (unanswered: readonly Intention[]): Intention[] => {
    const tried = new Set(revocations.map(({ tokenId }) => tokenId));
    const living = creations.flatMap(({ token }) => (token === undefined ? [] : [token.tokenId]));
    const revoked = living
      .filter((tokenId) => !tried.has(tokenId))
      .slice(0, 2)
      .map((tokenId) => new Revocation(path, tokenId));
    const created = Array.from({ length: 4 }, () => new Creation(path));
    revocations.push(...revoked);
    creations.push(...created);
    return [...unanswered, ...created, ...revoked];
  };

  const attemptAll = async (intentions: readonly Intention[]): Promise<Intention[]> => {
    const outcomes = await Promise.all(
      intentions.map((intention) => intention.attempt(organization.administrator)),
    );
    answered.push(...intentions.filter((_, index) => outcomes[index] === true));
    return intentions.filter((_, index) => outcomes[index] !== true);
  };

  it(
    'keeps what it has answered, does nothing twice, and tells the stream all of it',
    async () => {
      let unanswered: Intention[] = [];
      for (let kill = 0; kill < kills; kill += 1) {
        const attempt = attemptAll(work(unanswered));
        await killComesAfter(Math.random() * killAfterMsMax);
        await tokenAdmin.kill();
        unanswered = await attempt;
        await tokenAdmin.start();
      }
      while (unanswered.length > 0) unanswered = await attemptAll(unanswered);

      expect(
        answered.filter(({ answer }) => (answer?.status ?? 500) >= 300).map(({ answer }) => answer?.text),
      ).toEqual([]);
      const rows = await database.query<{ label: string; state: string; token_id: string }[]>(
        'SELECT label, state, token_id FROM token_admin.mdm_tokens',
      );
      expect(rows.map(({ label }) => label).toSorted()).toEqual(
        creations.map(({ label }) => label).toSorted(),
      );
      const revokedIds = revocations.map(({ tokenId }) => tokenId);
      const inDatabase = rows.filter(({ state }) => state === 'revoked').map((row) => row.token_id);
      expect(inDatabase.toSorted()).toEqual(revokedIds.toSorted());

      const [organizationRow] = await database.query<{ version: number }[]>(
        'SELECT version FROM token_admin.organizations',
      );
      const set = await waitFor(
        async () => {
          const newest = (await newestSets({ nats })).get(organizationId);
          return newest?.version === organizationRow?.version && newest;
        },
        { timeoutMs: 30_000 },
      );
      const living = set.tokens.filter(({ state }) => state === 'active').map(({ tokenId }) => tokenId);
      expect(living.toSorted()).toEqual(
        rows
          .filter(({ state }) => state === 'active')
          .map((row) => row.token_id)
          .toSorted(),
      );
      const versions = await database.query<{ version: number }[]>(
        `SELECT DISTINCT (event->'activeSet'->>'version')::int AS version FROM token_admin.outbox ORDER BY 1`,
      );
      expect(versions.map(({ version }) => version)).toEqual(
        Array.from({ length: set.version }, (_, index) => index + 1),
      );
      const verdict = await organization.administrator.get(`${path}/audit-events/verification`);
      expect(verdict.body).toMatchObject({ intact: true });
    },
    60_000 + kills * 15_000,
  );
});
