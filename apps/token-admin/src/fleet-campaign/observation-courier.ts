import { randomUUID } from 'node:crypto';
import { devicesObserved, eventSubject, type DevicesObserved } from '@mdm-gate/contracts';
import { NatsLink } from '@mdm-gate/messaging';
import { createLogger } from '@mdm-gate/service-kit';
import { waitFor } from '@mdm-gate/testing';
import { DataSource } from 'typeorm';
import type { RunningGateway } from '../fixtures/running-gateway.ts';

const lockStatement = `SELECT pg_advisory_lock(hashtext('devices'), hashtext($1))`;

/** What may happen to one organization's observations between the verifier and the ledger. */
export class ObservationCourier {
  readonly #heard: DevicesObserved[] = [];
  #holding: DataSource | null = null;

  private constructor(
    private readonly gateway: RunningGateway,
    private readonly organizationId: string,
    private readonly link: NatsLink,
  ) {}

  static async of(gateway: RunningGateway, organizationId: string): Promise<ObservationCourier> {
    const logger = createLogger('test', { level: 'silent' });
    const link = new NatsLink({ name: 'test', inboxPrefix: '_INBOX.test', url: gateway.nats.url, logger });
    const courier = new ObservationCourier(gateway, organizationId, link);
    link.onConnected((connection) => {
      connection.subscribe(eventSubject(devicesObserved.stream, organizationId, devicesObserved.type), {
        callback: (error, message) => {
          if (error === null) courier.#heard.push(devicesObserved.schema.parse(message.json()));
        },
      });
    });
    link.open();
    await waitFor(() => link.problem === null, { timeoutMs: 60_000, describe: 'NATS' });
    return courier;
  }

  get isHolding(): boolean {
    return this.#holding !== null;
  }

  /** From now on none gets into the ledger: its turn is taken. */
  async hold(): Promise<void> {
    if (this.#holding !== null) return;
    const url = this.gateway.environment['TOKEN_ADMIN_POSTGRES_URL'] ?? '';
    this.#holding = await new DataSource({ type: 'postgres', url, poolSize: 1 }).initialize();
    await this.#holding.query(lockStatement, [this.organizationId]);
  }

  async release(): Promise<void> {
    await this.#holding?.destroy();
    this.#holding = null;
  }

  /** Some of all that were ever said come once more, in this order. */
  async repeat(order: readonly number[]): Promise<void> {
    for (const number of order) {
      const event = this.#heard[number % Math.max(1, this.#heard.length)];
      if (event !== undefined)
        await this.gateway.neighbours.publisher.publish({ ...event, id: randomUUID() });
    }
  }

  async stop(): Promise<void> {
    await this.release();
    await this.link.close();
  }
}
