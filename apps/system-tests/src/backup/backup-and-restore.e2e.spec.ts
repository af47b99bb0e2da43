import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '@mdm-gate/testing';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { z } from 'zod';
import { Product } from '../fixtures/product.ts';
import { programOf, runToEnd, services, workspaceRoot } from '../fixtures/service-processes.ts';

const minutes = 60_000;
const organization = 'acme';

let product: Product;
let connection: NatsConnection;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mdm-gate-backup-'));
  product = await Product.start();
  for (const service of services) await product.startReplicas(service, 1);
  connection = await connect({ servers: product.surroundings.nats.url, reconnectTimeWait: 100 });
  await product.gateway.createOrganization(organization);
}, 5 * minutes);

afterAll(async () => {
  await connection.close();
  await product.stop();
  rmSync(folder, { recursive: true, force: true });
}, minutes);

/** A script of deploy/backup, with the addresses that the services have. */
const runScript = (name: 'backup' | 'restore', target: string) => {
  const { databaseUrl } = product.surroundings;
  const { status, stderr } = spawnSync('sh', [join(workspaceRoot, `deploy/backup/${name}.sh`), target], {
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'] ?? '',
      TOKEN_ADMIN_POSTGRES_URL: databaseUrl,
      MDM_PUSH_POSTGRES_URL: databaseUrl,
    },
  });
  return { status, stderr };
};

/** Of another device each time: those that fail often are halted. */
const reasonFor = async (mdmToken: string): Promise<string> => {
  const question = { organizationId: organization, deviceId: randomUUID(), platform: 'ios', mdmToken };
  const reply = await connection.request('mdm.check.pairing', JSON.stringify(question), { timeout: 5_000 });
  return reply.json<{ reason: string }>().reason;
};

const untilReason = (value: string, reason: string): Promise<true> =>
  waitFor(async () => (await reasonFor(value)) === reason, { timeoutMs: minutes, describe: reason });

const connectionsSchema = z.object({
  items: z.array(z.object({ connectionId: z.string(), name: z.string(), version: z.number() })),
});
const verificationSchema = z.object({ intact: z.literal(true), faults: z.array(z.unknown()) });

/** What people see through the gateway, apart from what is looked at anew: whether each MDM is ready. */
const seen = async () => {
  const read = async (path: string) =>
    (await product.gateway.call('GET', `/organizations/${organization}${path}`)).body;
  return {
    policy: await read('/policy'),
    connections: connectionsSchema.parse(await read('/mdm-connections')),
    audit: verificationSchema.parse(await read('/audit-events/verification')),
    tokens: await product.gateway.statesOfTokens(organization),
  };
};

it(
  'what was backed up is restored: the gateway answers the same, copies that are newer or empty follow',
  async () => {
    const { gateway, surroundings } = product;
    const kept = await gateway.createToken(organization, 'kept');
    const revoked = await gateway.createToken(organization, 'revoked');
    expect(await gateway.revokeToken(organization, revoked.tokenId)).toBe(true);
    const before = await seen();
    expect(runScript('backup', folder)).toEqual({ status: 0, stderr: '' });

    const later = await gateway.createToken(organization, 'later');
    await untilReason(later.value, 'token-active');
    for (const service of services) await product.stopService(service);
    expect(runScript('restore', folder)).toEqual({ status: 0, stderr: '' });
    for (const service of ['token-admin', 'mdm-push'] as const) await surroundings.migrate(service);
    await product.startReplicas('token-admin', 1);
    await product.startReplicas('mdm-push', 1);
    await product.startReplicas('verifier', 1);

    expect(await seen()).toEqual(before);
    await untilReason(kept.value, 'token-active');
    await untilReason(revoked.value, 'token-revoked');
    await untilReason(later.value, 'token-unknown');

    // Copies that are gone altogether are made anew.
    await Promise.all([
      surroundings.redis.restart({ emptied: true }),
      surroundings.nats.restart({ emptied: true }),
    ]);
    await untilReason(kept.value, 'token-active');
    await untilReason(revoked.value, 'token-revoked');
    const audit = await runToEnd(
      [programOf('token-admin', 'verify-audit')],
      surroundings.settingsOf('token-admin'),
    );
    expect([audit.code, audit.code === 0 ? '' : audit.output]).toEqual([0, '']);
  },
  8 * minutes,
);

describe('the scripts', () => {
  it('write no backup over another one', () => {
    expect(runScript('backup', folder)).toMatchObject({ status: 2, stderr: `${folder} is not empty\n` });
    expect(readdirSync(folder).sort()).toEqual(['mdm_push.dump', 'token_admin.dump']);
  });

  it.each([
    ['is not one at all', () => Buffer.from('half of it')],
    ['was cut off', (whole: Buffer) => whole.subarray(0, whole.length - 1_000)],
  ])('change nothing when a part of the backup %s', async (_, damaged) => {
    const before = await seen();
    const broken = mkdtempSync(join(tmpdir(), 'mdm-gate-backup-'));
    cpSync(folder, broken, { recursive: true });
    const last = join(broken, 'mdm_push.dump');
    writeFileSync(last, damaged(readFileSync(last)));
    const { status, stderr } = runScript('restore', broken);
    expect(status).toBe(2);
    expect(stderr).toContain('nothing was changed');
    expect(await seen()).toEqual(before);
    rmSync(broken, { recursive: true });
  });
});
