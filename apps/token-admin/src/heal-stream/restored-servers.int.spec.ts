import { randomUUID } from 'node:crypto';
import { checkAuthentication, type CheckReply } from '@mdm-gate/contracts';
import {
  backUpFiles,
  dumpDatabase,
  restoreDump,
  startPostgres,
  startRedis,
  waitFor,
  type RunningProcess,
  type RunningServer,
} from '@mdm-gate/testing';
import { Client } from 'pg';
import type { ApiReply } from '../fixtures/api-client.ts';
import {
  connectMdm,
  createOrganization,
  startGateway,
  type RunningGateway,
  type TestOrganization,
} from '../fixtures/running-gateway.ts';
import { startVerifierProcess } from '../fixtures/verifier-process.ts';
import { withNats } from '../fixtures/with-nats.ts';

interface Created {
  readonly token: { readonly tokenId: string };
  readonly value: string;
}

/** Puts PostgreSQL back to where it was when this was made. */
type Restore = () => Promise<void>;

const timeoutMs = 60_000;

let postgres: RunningServer;
let redis: RunningServer;
let gateway: RunningGateway;
let verifier: RunningProcess;

beforeAll(async () => {
  [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  const settings = { TOKEN_ADMIN_HEAL_INTERVAL_SECONDS: '1' };
  gateway = await startGateway(settings, { realVerifier: true, ownPostgres: postgres });
  verifier = await startVerifierProcess({
    VERIFIER_REDIS_URL: redis.url,
    VERIFIER_NATS_URL: gateway.nats.url,
    VERIFIER_DIGEST_KEYS: gateway.environment['TOKEN_ADMIN_DIGEST_KEYS'] ?? '',
  });
}, 180_000);
afterAll(async () => {
  await verifier.stop();
  await gateway.stop();
  await Promise.all([redis.stop(), postgres.stop()]);
}, 60_000);

const databaseUrl = (): string => gateway.environment['TOKEN_ADMIN_POSTGRES_URL'] ?? '';

/** A server that has just been put back may refuse a while: what it refused was not done. */
const done = async (call: () => Promise<ApiReply>): Promise<ApiReply> =>
  waitFor(
    async () => {
      const reply = await call().catch(() => null);
      return reply !== null && reply.status < 500 && reply;
    },
    { timeoutMs },
  );
const create = async ({ administrator, path }: TestOrganization, label: string): Promise<Created> => {
  const reply = await done(() => administrator.post(`${path}/mdm-tokens`, { label }));
  expect(reply.status).toBe(201);
  return reply.body as Created;
};
const revoke = async ({ administrator, path }: TestOrganization, { token }: Created): Promise<boolean> => {
  const at = `${path}/mdm-tokens/${token.tokenId}`;
  const ifMatch = (await done(() => administrator.get(at))).headers.get('etag');
  const body = { because: 'compromised' };
  const reply = await done(() => administrator.post(`${at}/revoke`, body, { ifMatch }));
  return (reply.body as { effective: boolean }).effective;
};
const check = ({ organizationId }: TestOrganization, { value }: Created): Promise<CheckReply> =>
  gateway.neighbours.requester.ask(checkAuthentication, {
    organizationId,
    deviceId: randomUUID(),
    platform: 'ios',
    mdmToken: value,
  });
const untilIs = (organization: TestOrganization, token: Created, reason: CheckReply['reason']) =>
  waitFor(async () => (await check(organization, token)).reason === reason, {
    timeoutMs,
    describe: `a check to be ${reason}`,
  });
/** Enforces, with a token that stays and one that is to be revoked. */
const enforcing = async () => {
  const organization = await createOrganization(gateway);
  await connectMdm(organization);
  await create(organization, 'lasting');
  const leaked = await create(organization, 'leaked');
  const policy = `${organization.path}/policy`;
  const ifMatch = (await organization.administrator.get(policy)).headers.get('etag');
  const wanted = { mode: 'enforce', acknowledgeHaltedDevices: 0 };
  const reply = await organization.administrator.put(policy, wanted, { ifMatch });
  expect(reply.status).toBe(200);
  await untilIs(organization, leaked, 'token-active');
  return { organization, leaked };
};
/** Revoked, and from the answer on, or soon after an answer that promised nothing, refused for good. */
const expectRevocationHolds = async (organization: TestOrganization, leaked: Created): Promise<void> => {
  if (!(await revoke(organization, leaked))) await untilIs(organization, leaked, 'token-revoked');
  for (let times = 0; times < 20; times += 1)
    expect((await check(organization, leaked)).reason).toBe('token-revoked');
};

const ways: readonly [string, () => Promise<Restore>][] = [
  [
    'with its files',
    async () => {
      const backup = await backUpFiles(postgres);
      return () => backup.restore().finally(() => backup.remove());
    },
  ],
  [
    'from a dump into a new cluster',
    () => {
      const dump = dumpDatabase(databaseUrl());
      return Promise.resolve(async () => {
        await postgres.restart({ emptied: true });
        const client = new Client({ connectionString: postgres.url });
        await client.connect();
        await client.query(`CREATE DATABASE ${new URL(databaseUrl()).pathname.slice(1)}`);
        await client.end();
        restoreDump(dump, databaseUrl(), []);
      });
    },
  ],
  [
    'from a dump into the same cluster',
    () => {
      const dump = dumpDatabase(databaseUrl());
      return Promise.resolve(() => {
        restoreDump(dump, databaseUrl(), ['token_admin']);
        return Promise.resolve();
      });
    },
  ],
];

describe.each(ways)('PostgreSQL that was restored %s', (_, backUp) => {
  it('goes on in a new history: new tokens are known, lost ones are not, and a revocation holds', async () => {
    const { organization, leaked } = await enforcing();
    const restore = await backUp();
    const lost = [await create(organization, 'lost one'), await create(organization, 'lost two')];
    for (const token of lost) await untilIs(organization, token, 'token-active');
    await restore();
    const fresh = await create(organization, 'as many changes as were lost, or one less');
    await untilIs(organization, fresh, 'token-active');
    await expectRevocationHolds(organization, leaked);
    for (const token of lost) await untilIs(organization, token, 'token-unknown');
    await untilIs(organization, fresh, 'token-active');
  }, 240_000);
});

describe('copies that were restored', () => {
  it('bring no revoked token back when JetStream is an older one and Redis was emptied', async () => {
    const { organization, leaked } = await enforcing();
    const backup = await backUpFiles(gateway.nats);
    await waitFor(async () => (await check(organization, leaked).catch(() => null)) !== null, { timeoutMs });
    await expectRevocationHolds(organization, leaked);
    await backup.restore();
    await redis.restart({ emptied: true });
    await waitFor(async () => (await check(organization, leaked).catch(() => null)) !== null, { timeoutMs });
    await untilIs(organization, leaked, 'token-revoked');
    await backup.remove();
  }, 240_000);
});

describe('an event that somebody forged', () => {
  it('with a version that no history leads to stops nobody, not even its own organization', async () => {
    const [one, other] = [await enforcing(), await enforcing()];
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
    await withNats(gateway, (link) => {
      link.requireConnection().publish(`mdm.tokens.${organizationId}.TokenRevoked`, event);
      return link.requireConnection().flush();
    });
    for (const { organization, leaked } of [one, other]) {
      expect((await check(organization, leaked)).reason).toBe('token-active');
      await expectRevocationHolds(organization, leaked);
    }
  }, 120_000);
});
