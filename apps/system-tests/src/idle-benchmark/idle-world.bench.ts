import { streams } from '@mdm-gate/contracts';
import { waitFor, type RunningProcess } from '@mdm-gate/testing';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { Client } from 'pg';
import { digestKeys } from '../checks-benchmark/world.bench.ts';
import { programOf, startService, Surroundings, type Service } from '../fixtures/service-processes.ts';
import { parentOf } from './process-family.ts';
import { seedOrganizations } from './seeded-organizations.bench.ts';

const rings = { 'token-admin': 'TOKEN_ADMIN_DIGEST_KEYS', verifier: 'VERIFIER_DIGEST_KEYS' } as const;
/** As it is deployed: "Memory" in the verifier's README. */
const flags = ['--min-semi-space-size=16', '--max-semi-space-size=16', '--heap-growing-percent=30'];
const waitMs = 30 * 60_000;

/** The three services and their servers, which know many organizations. */
export class IdleWorld {
  readonly #running = new Map<Service, RunningProcess>();

  private constructor(
    private readonly surroundings: Surroundings,
    private readonly nats: NatsConnection,
    private readonly database: Client,
  ) {}

  static async start(): Promise<IdleWorld> {
    const surroundings = await Surroundings.start();
    const database = new Client(surroundings.databaseUrl);
    await database.connect();
    return new IdleWorld(surroundings, await connect({ servers: surroundings.nats.url }), database);
  }

  /** All that would have come to them one after the other is put where it would be. */
  async fill(organizations: number): Promise<void> {
    for (const service of ['token-admin', 'verifier', 'mdm-push'] as const) await this.#start(service);
    await this.#untilItHasAConsumer('mdm-push');
    await this.#untilDeliveriesWereFollowed();
    await this.#stop('mdm-push');
    const { MDM_PUSH_MASTER_KEYS: masterKeys = '' } = this.surroundings.settingsOf('mdm-push');
    await seedOrganizations(organizations, { database: this.database, nats: this.nats, masterKeys });
    await this.#acknowledge(organizations);
    await this.#start('mdm-push');
    await this.#untilHandled();
  }

  /** The process of each; of PostgreSQL the one whose children serve its sessions. */
  async processes(): Promise<ReadonlyMap<string, number>> {
    const { rows } = await this.database.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    return new Map([
      ...[...this.#running].map(([service, { pid }]) => [service, pid] as const),
      ['PostgreSQL', parentOf(rows[0]?.pid ?? 0)] as const,
      ['Redis', this.surroundings.redis.pid] as const,
      ['nats-server', this.surroundings.nats.pid] as const,
    ]);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((service) => this.#stop(service)));
    await Promise.all([this.nats.close(), this.database.end()]);
    await this.surroundings.stop();
  }

  async #start(service: Service): Promise<void> {
    const ring = service === 'mdm-push' ? {} : { [rings[service]]: digestKeys };
    const args = [...(service === 'verifier' ? flags : []), programOf(service)];
    const launch = { command: process.execPath, args };
    const settings = { ...this.surroundings.settingsOf(service), ...ring };
    this.#running.set(service, await startService(service, settings, launch));
  }

  async #stop(service: Service): Promise<void> {
    await this.#running.get(service)?.stop();
    this.#running.delete(service);
  }

  async #untilItHasAConsumer(service: Service): Promise<void> {
    const { consumers } = await jetstreamManager(this.nats);
    const isThere = () =>
      consumers.info(streams.tokens.name, service).then(
        () => true,
        () => false,
      );
    await waitFor(isThere, { timeoutMs: 60_000, describe: `${service} to listen` });
  }

  /** Up to where mdm-push has told its stream everything: what is put into its database later was told before. */
  async #untilDeliveriesWereFollowed(): Promise<void> {
    await jetstream(this.nats).publish(`${streams.deliveries.subjectPrefix}.idle.Idle`, '{}');
    const isFollowed = async (): Promise<boolean> => {
      const { rowCount } = await this.database.query(
        `SELECT FROM mdm_push.stream_mark WHERE mark -> 'last' ->> 'sequence' IS NOT NULL`,
      );
      return rowCount === 1;
    };
    await waitFor(isFollowed, { timeoutMs: 120_000, describe: 'mdm-push to have followed its stream' });
  }

  /** mdm-push has handled these events already: the rows that they would have led to are there. */
  async #acknowledge(count: number): Promise<void> {
    const consumer = await jetstream(this.nats).consumers.get(streams.tokens.name, 'mdm-push');
    for (let done = 0; done < count;) {
      for await (const message of await consumer.fetch({ max_messages: 500, expires: 30_000 })) {
        message.ack();
        done += 1;
      }
      await this.nats.flush();
    }
  }

  /** Otherwise their handling would be measured too. */
  async #untilHandled(): Promise<void> {
    const manager = await jetstreamManager(this.nats);
    const isHandled = async (): Promise<boolean> => {
      for await (const { num_pending: pending, num_ack_pending: open } of manager.consumers.list(
        streams.tokens.name,
      ))
        if (pending + open > 0) return false;
      return true;
    };
    await waitFor(isHandled, {
      timeoutMs: waitMs,
      intervalMs: 500,
      describe: 'all events to be handled',
    });
  }
}
