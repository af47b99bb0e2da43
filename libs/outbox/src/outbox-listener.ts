import { withTimeLimit } from '@mdm-gate/service-kit';
import { Client, type ClientConfig } from 'pg';

export interface ListenerOptions {
  /** Read for every connection: certificates may have been renewed. */
  readonly server: () => ClientConfig;
  readonly channel: string;
  /** Called at every notification, and at every new connection: something may have been missed without one. */
  readonly onWakeUp: () => void;
  readonly onProblem: (error: unknown) => void;
}

const reconnectDelayMs = 1_000;
const goodbyeTimeoutMs = 1_000;

/** LISTENs on a connection of its own, which it makes again whenever it breaks. It only saves time: polling does not need it. */
export class OutboxListener {
  #client: Client | undefined;
  #reconnect: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(private readonly options: ListenerOptions) {}

  async start(): Promise<void> {
    const client = new Client({
      ...this.options.server(),
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      query_timeout: 5_000,
    });
    this.#client = client;
    client.on('error', (error) => {
      this.#startAgain(client, error);
    });
    client.on('notification', this.options.onWakeUp);
    try {
      await client.connect();
      await client.query(`LISTEN ${client.escapeIdentifier(this.options.channel)}`);
      this.options.onWakeUp();
    } catch (error) {
      this.#startAgain(client, error);
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#reconnect);
    // A server that hangs does not say goodbye.
    if (this.#client !== undefined)
      await withTimeLimit(this.#client.end(), goodbyeTimeoutMs).catch(() => undefined);
  }

  #startAgain(client: Client, error: unknown): void {
    if (this.#stopped || client !== this.#client) return;
    this.#client = undefined;
    this.options.onProblem(error);
    client.end().catch(() => undefined);
    this.#reconnect = setTimeout(() => void this.start(), reconnectDelayMs);
  }
}
