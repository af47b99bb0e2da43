import { setTimeout as delay } from 'node:timers/promises';
import { requestCatalogue, streams } from '@mdm-gate/contracts';
import { JetStreamApiError } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Logger } from '@mdm-gate/service-kit';
import type { NatsLink } from '../connection/nats-link.ts';
import { managerOf } from './streams-setup.ts';

const ours: ReadonlySet<string> = new Set(Object.values(streams).map(({ name }) => name));

/**
 * Looks for JetStream streams of somebody else that hold our requests: JetStream answers in our place, and what devices
 * present stands in such a stream in clear. Looked for on every new connection, and now and then.
 */
export class ForeignStreams {
  readonly #lookEveryMs: number;
  #problem: string | null = null;
  #looks = 0;

  constructor(
    private readonly link: NatsLink,
    private readonly logger: Logger,
    { lookEveryMs = 10_000 } = {},
  ) {
    this.#lookEveryMs = lookEveryMs;
    link.onConnected((connection) => {
      void this.#watch(connection);
    });
  }

  /** Which stream holds which requests, for an operator. */
  get problem(): string | null {
    return this.#problem;
  }

  /** How often it has looked. */
  get looks(): number {
    return this.#looks;
  }

  async #watch(connection: NatsConnection): Promise<void> {
    while (connection === this.link.connection) {
      await this.#look(connection);
      await delay(this.#lookEveryMs, undefined, { ref: false });
    }
  }

  async #look(connection: NatsConnection): Promise<void> {
    try {
      const found = await foreignStream(connection);
      const problem =
        found === undefined
          ? null
          : `the stream ${found.name} records ${found.subject}: take that subject out of it`;
      if (problem !== null && problem !== this.#problem)
        this.logger.error({ problem }, 'a stream of somebody else records our requests');
      this.#problem = problem;
      this.#looks += 1;
    } catch (error) {
      // What the connection or JetStream lacks is told by others; without the right to look, nobody can tell.
      if (error instanceof JetStreamApiError) this.#problem = `streams cannot be listed: ${error.message}`;
    }
  }
}

const foreignStream = async (
  connection: NatsConnection,
): Promise<{ readonly name: string; readonly subject: string } | undefined> => {
  const manager = await managerOf(connection);
  const namesOn = async (subject: string): Promise<readonly string[]> => {
    const names: string[] = [];
    for await (const name of manager.streams.names(subject)) if (!ours.has(name)) names.push(name);
    return names;
  };
  if ((await namesOn('mdm.>')).length === 0) return undefined;
  for (const { subject } of requestCatalogue) {
    const [name] = await namesOn(subject);
    if (name !== undefined) return { name, subject };
  }
  return undefined;
};
