import { createHash, createHmac, hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  activeSetText,
  eventSubject,
  streams,
  type ActiveSet,
  type ActiveSetContent,
} from '@mdm-gate/contracts';
import {
  builtProgram,
  startNats,
  startProcess,
  startRedis,
  type RunningProcess,
  type RunningServer,
} from '@mdm-gate/testing';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { Redis } from 'ioredis';

const key = randomBytes(32);
export const digestKeys = JSON.stringify({ current: 'bench', keys: { bench: key.toString('base64url') } });

export const organizationAt = (index: number): string => `organization-${index}`;
/** Three tokens each: two active and one revoked. */
export const valueAt = (index: number, token: number): string =>
  `mdmt_${index}_${token}_0123456789abcdef0123456789`;

const macKey = Buffer.from(hkdfSync('sha256', key, '', 'mdm-gate active set mac 1', 32));

/** With the MAC that token-admin would give it. */
export const activeSetAt = (index: number, version: number): ActiveSet => {
  const content: ActiveSetContent = {
    lineage: '01930000-0000-7000-8000-000000000001',
    version,
    policy: { mode: 'enforce', effectiveFrom: null, mdmIntegrated: true },
    connectionIds: [],
    tokens: [0, 1, 2].map((token) => ({
      tokenId: randomUUID(),
      state: token === 2 ? 'revoked' : 'active',
      digest: createHmac('sha256', key).update(valueAt(index, token)).digest('base64url'),
      digestKeyId: 'bench',
      connectionId: null,
      notAfter: null,
      createdAt: '2026-11-24T12:00:00.000Z',
    })),
  };
  const text = activeSetText(organizationAt(index), content);
  return {
    ...content,
    macKeyId: 'bench',
    mac: createHmac('sha256', macKey).update(text).digest('base64url'),
  };
};

export interface WorldServers {
  readonly nats: RunningServer;
  readonly redis: RunningServer;
  /** As somebody who may do everything. */
  readonly connection: NatsConnection;
  readonly admin: Redis;
  /** How the verifier reaches them, beside their addresses. */
  readonly verifierSettings: Readonly<Record<string, string>>;
}

const plainServers = async (): Promise<WorldServers> => {
  const [nats, redis] = await Promise.all([startNats(), startRedis()]);
  const connection = await connect({ servers: nats.url });
  return { nats, redis, connection, admin: new Redis(redis.url), verifierSettings: {} };
};

/** The servers, the same for everything that is compared. */
export class World {
  private constructor(private readonly servers: WorldServers) {}

  static async start(servers: () => Promise<WorldServers> = plainServers): Promise<World> {
    return new World(await servers());
  }

  get nats(): RunningServer {
    return this.servers.nats;
  }

  get redis(): RunningServer {
    return this.servers.redis;
  }

  get connection(): NatsConnection {
    return this.servers.connection;
  }

  get admin(): Redis {
    return this.servers.admin;
  }

  async stop(): Promise<void> {
    await this.connection.close();
    this.admin.disconnect();
    await Promise.all([this.nats.stop(), this.redis.stop()]);
  }

  startVerifier(environment: Readonly<Record<string, string>> = {}): Promise<RunningProcess> {
    return startProcess({
      command: process.execPath,
      // As it is deployed: "Memory" in the verifier's README.
      args: [
        '--min-semi-space-size=16',
        '--max-semi-space-size=16',
        '--heap-growing-percent=30',
        builtProgram(fileURLToPath(new URL('../../../verifier/dist/main.js', import.meta.url))),
      ],
      env: {
        VERIFIER_HEALTH_PORT: '0',
        VERIFIER_NATS_URL: this.nats.url,
        VERIFIER_REDIS_URL: this.redis.url,
        VERIFIER_DIGEST_KEYS: digestKeys,
        ...this.servers.verifierSettings,
        ...environment,
      },
      readyWhen: /"ready":true/,
      readyTimeoutMs: 60_000,
    });
  }

  startResponder(name: 'bare' | 'plain-nest'): Promise<RunningProcess> {
    return startProcess({
      command: process.execPath,
      args: [fileURLToPath(new URL(`responders/${name}.bench.js`, import.meta.url))],
      env: { BENCH_NATS_URL: this.nats.url, BENCH_REDIS_URL: this.redis.url },
      readyWhen: /^ready$/m,
    });
  }

  /** Publishes the organizations' active sets as token-admin would, two events each: created, and a token added. */
  async publishOrganizations(count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      this.#publish(index, 'PolicyChanged', 1);
      this.#publish(index, 'TokenCreated', 2);
      if (index % 1_000 === 0) await this.connection.flush();
    }
    await this.connection.flush();
    const manager = await jetstreamManager(this.connection);
    while ((await manager.streams.info(streams.tokens.name)).state.messages < 2 * count) {
      await this.connection.flush();
    }
  }

  /** Otherwise their handling would be measured too. */
  async untilEventsAreHandled(): Promise<void> {
    const manager = await jetstreamManager(this.connection);
    for (;;) {
      const consumers = await manager.consumers.list(streams.tokens.name).next();
      const open = consumers.map(
        ({ num_pending: pending, num_ack_pending: unacknowledged }) => pending + unacknowledged,
      );
      if (open.every((count) => count === 0)) return;
      await delay(100);
    }
  }

  /** The sets that the plain responder looks into. */
  async addPlainTokens(count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      const hashes = [0, 1].map((token) => createHash('sha256').update(valueAt(index, token)).digest('hex'));
      await this.admin.sadd(`bench:tokens:${organizationAt(index)}`, ...hashes);
    }
  }

  #publish(index: number, type: 'PolicyChanged' | 'TokenCreated', version: number): void {
    const organizationId = organizationAt(index);
    const event = {
      id: randomUUID(),
      type,
      schemaVersion: 1,
      occurredAt: '2026-11-24T12:00:00.000Z',
      correlationId: randomUUID(),
      actor: { type: 'service', id: 'bench' },
      organizationId,
      ...(type === 'TokenCreated' && { tokenId: randomUUID() }),
      activeSet: activeSetAt(index, version),
    };
    this.connection.publish(eventSubject('tokens', organizationId, type), JSON.stringify(event));
  }
}
