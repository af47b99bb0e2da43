import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { NatsConnection } from '@nats-io/transport-node';
import { ReportedTrouble, withTimeLimit } from '@mdm-gate/service-kit';
import { backoffMs, pause } from './backoff.ts';
import { Denials } from './denials.ts';
import { dial, type Caller } from './dial.ts';
import type { NatsIdentity } from './nats-identity.ts';
import { QuietLog, type Log } from './quiet-log.ts';
import { parseServers, type ServerAddress } from './server-address.ts';
import { untilLost, type ConnectionProblem } from './until-lost.ts';

export interface NatsLinkOptions {
  /** Names the connection on the server. */
  readonly name: string;
  /** Replies come to subjects below, which a NATS permission keeps others from hearing. */
  readonly inboxPrefix: string;
  /** `nats://user:password@host:4222`, several separated by commas. */
  readonly url: string;
  /** Nobody in particular, unless the URL says who, and whom the system's authorities vouch for, unless given. */
  readonly identity?: NatsIdentity | undefined;
  readonly logger: Log;
  /** Told of everything that happens to connections, to be counted. */
  readonly observe?: (event: ConnectionEvent) => void;
}

export type ConnectionEvent = 'connected' | 'lost' | 'closed' | 'failed' | ConnectionProblem['type'];

const backoff = { baseMs: 100, capMs: 2_000 };
/** A connection that lived this long was a good one. */
const settledMs = 5_000;
const drainTimeoutMs = 2_000;

/**
 * The supervised connection to NATS. A connection is used once: when it is lost, a new one is made, and everybody who
 * depends on it starts again from the same code as the first time. Opening never fails and never waits for the server.
 */
export class NatsLink implements OnModuleInit, OnApplicationShutdown {
  readonly #servers: readonly ServerAddress[];
  readonly #caller: Caller;
  readonly #denials = new Denials();
  readonly #quietLog: QuietLog;
  readonly #closing = new AbortController();
  readonly #listeners: ((connection: NatsConnection) => void)[] = [];
  #connection: NatsConnection | undefined;
  #supervision: Promise<void> | undefined;
  #giveUp: (reason: string) => void = () => undefined;
  #problem: string | null = 'not connected to NATS yet';

  constructor(private readonly options: NatsLinkOptions) {
    this.#servers = parseServers(options.url);
    const { name, inboxPrefix, identity = {} } = options;
    this.#caller = { name, inboxPrefix, identity };
    this.#quietLog = new QuietLog(options.logger);
  }

  onModuleInit(): void {
    this.open();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.close();
  }

  get inboxPrefix(): string {
    return this.options.inboxPrefix;
  }

  /** What is wrong with the connection, for an operator; null while it works. */
  get problem(): string | null {
    return this.#problem;
  }

  /** Which permissions are missing, for an operator; null while nothing was denied lately. */
  get denied(): string | null {
    return this.#denials.problem;
  }

  /** The connection, if it works as far as we know. */
  get connection(): NatsConnection | undefined {
    return this.#connection;
  }

  /** The connection. Throws `dependency-unavailable` while there is none. */
  requireConnection(): NatsConnection {
    if (this.#connection !== undefined) return this.#connection;
    throw new ReportedTrouble(
      'dependency-unavailable',
      `There is no connection to NATS: ${this.#problem ?? 'closed'}`,
    );
  }

  /** Called with every connection there will be, at once if there is one. Must not throw. */
  onConnected(listener: (connection: NatsConnection) => void): void {
    this.#listeners.push(listener);
    if (this.#connection !== undefined) listener(this.#connection);
  }

  open(): void {
    this.#supervision ??= this.#supervise();
  }

  /** Sends what is under way, then lets go. Takes at most two seconds when NATS does not answer. */
  async close(): Promise<void> {
    this.#closing.abort();
    const connection = this.#connection;
    if (connection !== undefined) {
      await withTimeLimit(connection.drain(), drainTimeoutMs).catch(() => undefined);
      if (!connection.isClosed()) await connection.close();
    }
    await this.#supervision;
  }

  /** Gives up the connection for a reason that its own pings do not show; the next one is made as after a loss. */
  renew(reason: string): void {
    this.#giveUp(reason);
  }

  async #supervise(): Promise<void> {
    let failures = 0;
    while (!this.#isClosing()) {
      const start = performance.now();
      try {
        await this.#connectAndServe();
      } catch (error) {
        this.#noteFailure(error);
      }
      failures = performance.now() - start > settledMs ? 1 : failures + 1;
      await pause(backoffMs(failures, backoff), this.#closing.signal);
    }
  }

  async #connectAndServe(): Promise<void> {
    const { connection, server } = await dial(this.#caller, this.#servers);
    if (this.#isClosing()) {
      await connection.close();
      return;
    }
    this.#take(connection, server);
    const givenUp = new Promise<string>((resolve) => {
      this.#giveUp = resolve;
    });
    const lost = untilLost(connection, (problem) => {
      this.#report(problem, server);
    });
    const reason = await Promise.race([lost, givenUp]);
    this.#letGo(`lost the connection to NATS at ${server.host}: ${reason}`);
    // Not waited for: a frozen server may take no more bytes.
    connection.close().catch(() => undefined);
  }

  #report({ type, reason, denied }: ConnectionProblem, server: ServerAddress): void {
    this.#observe(type);
    if (denied !== undefined) this.#denials.note(denied);
    this.#quietLog.warn({ event: type, reason, server: server.host }, 'NATS reports a problem');
  }

  #take(connection: NatsConnection, server: ServerAddress): void {
    this.#connection = connection;
    this.#problem = null;
    this.#denials.forget();
    this.#observe('connected');
    this.options.logger.info({ server: server.host, version: connection.info?.version }, 'connected to NATS');
    for (const listener of this.#listeners) listener(connection);
  }

  #letGo(problem: string): void {
    this.#connection = undefined;
    this.#problem = this.#isClosing() ? 'closed' : problem;
    this.#observe(this.#isClosing() ? 'closed' : 'lost');
    if (this.#isClosing()) return;
    this.options.logger.warn({ problem }, 'the connection to NATS was lost');
  }

  #noteFailure(error: unknown): void {
    this.#problem = error instanceof Error ? error.message : 'cannot connect to NATS';
    this.#observe('failed');
    this.#quietLog.warn({ problem: this.#problem }, 'cannot connect to NATS, trying again');
  }

  #observe(event: ConnectionEvent): void {
    this.options.observe?.(event);
  }

  #isClosing(): boolean {
    return this.#closing.signal.aborted;
  }
}
