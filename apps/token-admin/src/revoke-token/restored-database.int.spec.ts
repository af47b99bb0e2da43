import { randomUUID } from 'node:crypto';
import { checkAuthentication, type CheckReply } from '@mdm-gate/contracts';
import { startRedis, waitFor, type RunningProcess, type RunningServer } from '@mdm-gate/testing';
import {
  connectMdm,
  createOrganization,
  startGateway,
  type RunningGateway,
  type TestOrganization,
} from '../fixtures/running-gateway.ts';
import { startVerifierProcess } from '../fixtures/verifier-process.ts';

interface Created {
  readonly token: { readonly tokenId: string };
  readonly value: string;
}

interface Revoked {
  readonly effective: boolean;
  readonly activeSetVersion: number;
}

const timeoutMs = 120_000;

let gateway: RunningGateway;
let redis: RunningServer;
let verifier: RunningProcess;
let organization: TestOrganization;
let leaked: Created;

const create = (label: string) =>
  organization.administrator.post(`${organization.path}/mdm-tokens`, { label });
const revoke = async () => {
  const path = `${organization.path}/mdm-tokens/${leaked.token.tokenId}`;
  const ifMatch = (await organization.administrator.get(path)).headers.get('etag');
  const body = { because: 'compromised' };
  const reply = await organization.administrator.post(`${path}/revoke`, body, { ifMatch });
  return { status: reply.status, ...(reply.body as Revoked) };
};
const version = async () => {
  const reply = await organization.administrator.get(organization.path);
  return (reply.body as { activeSetVersion: number }).activeSetVersion;
};
const check = (): Promise<CheckReply> =>
  gateway.neighbours.requester.ask(checkAuthentication, {
    organizationId: organization.organizationId,
    deviceId: randomUUID(),
    platform: 'ios',
    mdmToken: leaked.value,
  });
const untilVerifierHas = (wanted: number) =>
  waitFor(async () => (await check()).activeSetVersion >= wanted, { timeoutMs });
const untilRefused = () => waitFor(async () => (await check()).reason === 'token-revoked', { timeoutMs });
/** What is restored: the leaked token is active in it, and what came after it is forgotten. */
const restore = async (lost: number): Promise<void> => {
  await gateway.database.query(
    'UPDATE token_admin.organizations SET version = version - $2 WHERE organization_id = $1',
    [organization.organizationId, lost],
  );
  // As after a restore, the table is another file.
  await gateway.database.query('VACUUM FULL token_admin.organizations');
};

/** With a verifier that holds what was in force before PostgreSQL was restored from a backup. */
const start = async (intervalSeconds: number): Promise<void> => {
  const settings = { TOKEN_ADMIN_HEAL_INTERVAL_SECONDS: String(intervalSeconds) };
  gateway = await startGateway(settings, { realVerifier: true });
  redis = await startRedis();
  verifier = await startVerifierProcess({
    VERIFIER_REDIS_URL: redis.url,
    VERIFIER_NATS_URL: gateway.nats.url,
    VERIFIER_DIGEST_KEYS: gateway.environment['TOKEN_ADMIN_DIGEST_KEYS'] ?? '',
  });
};
const stop = async (): Promise<void> => {
  await verifier.stop();
  await redis.stop();
  await gateway.stop();
};
const leak = async (): Promise<void> => {
  organization = await createOrganization(gateway);
  await connectMdm(organization);
  await create('lasting');
  leaked = (await create('leaked')).body as Created;
  const policy = `${organization.path}/policy`;
  const ifMatch = (await organization.administrator.get(policy)).headers.get('etag');
  await organization.administrator.put(policy, { mode: 'enforce', acknowledgeHaltedDevices: 0 }, { ifMatch });
  await untilVerifierHas(await version());
};

describe('a token that is revoked in a restored database', () => {
  beforeAll(() => start(3_600));
  beforeEach(leak);
  afterAll(stop);

  it.each([
    ['holds a version that the database does not know', 3],
    ['holds the same version of another history', 1],
  ])('is refused from the answer on although the verifier %s', async (_, lost) => {
    const held = await version();
    await restore(lost);
    const revoked = await revoke();
    expect(revoked.activeSetVersion).toBeGreaterThan(held);
    if (!revoked.effective) await untilRefused();
    expect((await check()).reason).toBe('token-revoked');
  });
});

describe('a database that was restored while the stream was lost', () => {
  beforeAll(() => start(1));
  beforeEach(leak);
  afterAll(stop);

  /** Until then it holds a version that the database does not know. */
  const untilVerifierFollows = () =>
    waitFor(async () => (await check()).activeSetVersion === (await version()), {
      describe: 'the verifier to have what the database has',
    });
  const loseTheStream = async (): Promise<void> => {
    await gateway.nats.kill();
    await restore(3);
    await gateway.nats.restart({ emptied: true });
  };

  it('goes on above what the verifier has, so that revoking is effective again', async () => {
    await loseTheStream();
    await untilVerifierFollows();
    expect(await revoke()).toMatchObject({ status: 200, effective: true });
    expect((await check()).reason).toBe('token-revoked');
  });

  it('does so, too, while the verifier cannot tell what it has: then by its lineage alone', async () => {
    const restored = (await version()) - 3;
    process.kill(verifier.pid, 'SIGSTOP');
    await loseTheStream();
    await waitFor(async () => (await version()) > restored, { describe: 'a new lineage' });
    process.kill(verifier.pid, 'SIGCONT');
    await untilVerifierFollows();
    expect(await revoke()).toMatchObject({ status: 200, effective: true });
    expect((await check()).reason).toBe('token-revoked');
  });
});
