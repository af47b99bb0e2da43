import { setTimeout as faultLasts } from 'node:timers/promises';
import { Redis } from 'ioredis';
import {
  startFaultProxy,
  startNats,
  startRedis,
  waitFor,
  type FaultProxy,
  type RunningServer,
} from '@mdm-gate/testing';
import { Authority } from '../fixtures/authority.ts';
import { startReplicaProcess, type ReplicaProcess } from '../fixtures/replica-process.ts';
import { runCampaign, type RevocationHistory } from '../fixtures/revocation-history.ts';

/** `npm run campaign:revocations` sets more. */
const revocations = Number(process.env['REVOCATIONS'] ?? 2_000);
const revocationsUnderFault = Number(process.env['REVOCATIONS_UNDER_FAULT'] ?? 100);
const stoppedMs = Number(process.env['STOPPED_MS'] ?? 3_000);

describe('a revocation that was answered as effective', () => {
  let nats: RunningServer;
  let redis: RunningServer;
  let proxy: FaultProxy;
  let admin: Redis;
  let replicas: ReplicaProcess[];
  let authority: Authority;

  beforeAll(async () => {
    [nats, redis] = await Promise.all([startNats(), startRedis()]);
    proxy = await startFaultProxy(redis);
    admin = new Redis(redis.url, { maxRetriesPerRequest: null });
    admin.on('error', () => undefined);
    authority = await Authority.connect(nats.url);
    const natsUrl = nats.url;
    replicas = await Promise.all([
      startReplicaProcess({ natsUrl, redisUrl: redis.url }),
      startReplicaProcess({ natsUrl, redisUrl: proxy.url }),
    ]);
  });
  afterAll(async () => {
    admin.disconnect();
    await authority.close();
    await Promise.all(replicas.map((replica) => replica.stop()));
    await proxy.stop();
    await Promise.all([nats.stop(), redis.stop()]);
  });

  const decided = () => Promise.all(replicas.map((replica) => replica.checksDecided()));
  /** Of each replica, since then. */
  const decidedSince = async (before: readonly number[]) =>
    (await decided()).map((count, index) => count - (before[index] ?? 0));

  const underFault = (faults: () => Promise<unknown>): Promise<RevocationHistory> =>
    runCampaign(authority, { revocations: revocationsUnderFault, organizations: 64, checkers: 32, faults });
  const report = (name: string, history: RevocationHistory, during: string): void => {
    if (process.env['REVOCATIONS_UNDER_FAULT'] === undefined) return;
    const { revocations: revoked, checks, proceeded } = history;
    process.stdout.write(
      `${name}: ${revoked} revocations (${during}), ${checks} checks, ${proceeded} of them went on, ` +
        `${history.violations().length} after an effective revocation\n`,
    );
  };

  it('holds on every replica for every check that starts afterwards', async () => {
    const before = await decided();
    const history = await runCampaign(authority, { revocations, organizations: 16, checkers: 16 });
    expect(Math.min(...(await decidedSince(before)))).toBeGreaterThan(revocations / 10);
    expect(history.revocations).toBeGreaterThanOrEqual(revocations);
    expect(history.proceeded).toBeGreaterThan(revocations);
    expect(history.reasons.has('token-revoked')).toBe(true);
    expect(history.reasons.has('unavailable')).toBe(false);
    report('no fault', history, 'all');
    expect(history.violations()).toEqual([]);
  }, 600_000);

  it.each<[string, () => Promise<unknown>]>([
    ['Redis is flushed', () => admin.flushall()],
    [
      'Redis is killed and restarted from an older copy of itself',
      async () => {
        await admin.save();
        await faultLasts(200);
        await redis.kill();
        await redis.restart();
      },
    ],
    [
      'Redis hangs',
      async () => {
        await redis.kill('SIGSTOP');
        await faultLasts(1_500);
        await redis.kill('SIGCONT');
      },
    ],
    [
      'one replica is cut off from Redis',
      async () => {
        proxy.cut();
        await faultLasts(500);
        proxy.heal();
      },
    ],
    [
      'what one replica and Redis say to each other vanishes for a while, and then arrives',
      async () => {
        proxy.blackhole();
        await faultLasts(2_000);
        proxy.heal();
      },
    ],
    [
      'a replica is stopped and goes on',
      async () => {
        replicas[0]?.kill('SIGSTOP');
        await faultLasts(stoppedMs);
        replicas[0]?.kill('SIGCONT');
      },
    ],
    ['NATS is restarted', () => nats.restart()],
  ])(
    'holds while %s, and checks go on afterwards',
    async (name, fault) => {
      const faultMs = { start: 0, end: 0 };
      const history = await underFault(async () => {
        faultMs.start = performance.now();
        await fault();
        faultMs.end = performance.now();
      });
      report(name, history, `${history.revocationsBetween(faultMs.start, faultMs.end)} while it lasted`);
      expect(history.revocations).toBeGreaterThanOrEqual(revocationsUnderFault);
      expect(history.proceededBefore(faultMs.start)).toBeGreaterThan(0);
      expect(history.violations()).toEqual([]);
      const before = await decided();
      const after = await waitFor(
        async () => {
          const calm = await runCampaign(authority, { revocations: 5, organizations: 1, checkers: 1 });
          const onEveryReplica = (await decidedSince(before)).every((count) => count > 0);
          return onEveryReplica && calm.proceeded > 0 && calm.reasons.has('token-revoked') && calm;
        },
        { describe: 'checks to go on, on every replica' },
      );
      expect(after.violations()).toEqual([]);
    },
    300_000,
  );
});
