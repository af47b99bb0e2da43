import { Redis, type RedisOptions } from 'ioredis';
import { CodedError, type Logger } from '@mdm-gate/service-kit';
import type { RedisScript } from './redis-scripts.ts';
import { openSession, type RedisSession } from './redis-session.ts';
import { wordsFor } from './redis-trouble.ts';
import { serverOf, type RedisAddress } from './redis-url.ts';

/** A Redis on the same network answers in well under a millisecond: after a second it hangs, and checks must not wait for it. */
const commandTimeoutMs = 1_000;
const connectTimeoutMs = 2_000;
const reconnectDelayMaxMs = 1_000;

/**
 * How long one write proves that Redis is still the master that everybody uses. With Sentinel an isolated master stops
 * taking writes (`min-replicas-to-write`), and no other may be promoted before this time is over: docs/adr/0004-redis-as-the-verifiers-store.md.
 */
const provenForMs = 5_000;

/** Nothing is queued, resent or retried behind our back: a check is decided now or is `unavailable`. */
const failFast = {
  lazyConnect: true,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  commandTimeout: commandTimeoutMs,
  connectTimeout: connectTimeoutMs,
  // A Sentinel that hangs must not keep us from asking the next one.
  sentinelCommandTimeout: commandTimeoutMs,
  retryStrategy: (attempts) => Math.min(25 * 2 ** Math.min(attempts, 10), reconnectDelayMaxMs),
  disconnectTimeout: 100,
  connectionName: 'verifier',
  // Its user may run what it needs, and no more.
  disableClientInfo: true,
} satisfies RedisOptions;

/** Redis lives but takes no writes for now; reading goes on until what is held can no longer be proven current. */
const refusesWrites = /\b(OOM|MISCONF|NOREPLICAS)\b/;

/** The supervised connection with Redis: reconnects for ever, and has a session only while it may be trusted. */
export class RedisConnection {
  readonly #redis: Redis;
  readonly #logger: Logger;
  readonly #listeners: (() => void)[] = [];
  #session: RedisSession | null = null;
  /** Which connection a late answer belongs to. */
  #connection = 0;
  #stopped = false;
  #problem: string | null = null;
  #restart: NodeJS.Timeout | undefined;

  constructor(address: RedisAddress, logger: Logger) {
    this.#logger = logger;
    this.#redis = new Redis({ ...failFast, ...serverOf(address) });
    this.#redis.on('ready', () => void this.#greet());
    this.#redis.on('close', () => {
      this.#end();
    });
    this.#redis.on('end', () => {
      this.#startLater();
    });
    this.#redis.on('error', (error: Error) => {
      this.#note(error);
    });
  }

  /** Null from the moment when the connection breaks until the Redis at its other end is known and proven. */
  get session(): RedisSession | null {
    return this.#session !== null && performance.now() < this.#session.provenUntilMs ? this.#session : null;
  }

  /** Why there is no session, or why Redis takes no writes, for an operator; null when nothing is known. */
  get problem(): string | null {
    return this.#problem;
  }

  /** The session of the connection that stands, proven or not. */
  get latestSession(): RedisSession | null {
    return this.#session;
  }

  /** Connects in the background, now and whenever the connection breaks. */
  start(): void {
    this.#redis.connect().catch(() => undefined);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#restart);
    this.#redis.disconnect();
  }

  onSession(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Runs a script in that session and in no other. Throws `dependency-unavailable`. */
  async run(
    session: RedisSession,
    script: RedisScript,
    keys: readonly string[],
    args: readonly (string | number)[] = [],
  ): Promise<unknown> {
    if (session !== this.#session) throw unavailable('The connection with Redis was replaced');
    try {
      return await this.#redis.evalsha(script.sha, keys.length, ...keys, ...args);
    } catch (error) {
      this.#abandon(session, error);
      throw unavailable('Redis does not answer', error);
    }
  }

  /** A write was answered that was sent at that time (`performance.now()`). */
  prove(session: RedisSession, sentAtMs: number): void {
    session.provenUntilMs = sentAtMs + provenForMs;
    this.#problem = null;
  }

  /** Keys that begin so, in portions, until the session ends. */
  async *keysLike(session: RedisSession, pattern: string): AsyncIterable<readonly string[]> {
    let cursor = '0';
    do {
      if (session !== this.#session) return;
      const [next, keys] = await this.#redis.scan(cursor, 'MATCH', pattern, 'COUNT', 1_000);
      cursor = next;
      yield keys;
    } while (cursor !== '0');
  }

  async remove(keys: readonly string[]): Promise<void> {
    if (keys.length > 0) await this.#redis.unlink(...keys);
  }

  async #greet(): Promise<void> {
    const connection = this.#connection;
    try {
      const session = await openSession(this.#redis, provenForMs);
      if (connection !== this.#connection) return;
      this.#session = session;
      this.#problem = null;
      this.#logger.info('connected with Redis');
      for (const listener of this.#listeners) listener();
    } catch (error) {
      if (connection !== this.#connection) return;
      this.#note(error);
      this.#lookAgainLater(connection);
    }
  }

  /** After an error nobody knows what the other end is or does: a new connection finds out. */
  #abandon(session: RedisSession, error: unknown): void {
    if (session !== this.#session) return;
    this.#note(error);
    if (refusesWrites.test(messageOf(error))) return;
    this.#end();
    this.#reconnect();
  }

  /** Anything but an established connection is being replaced already, and ioredis gives up when it is interrupted at that. */
  #reconnect(): void {
    if (this.#redis.status === 'ready') this.#redis.disconnect(true);
  }

  /** A Redis that is not fit for us is asked again now and then, and not as fast as it answers. */
  #lookAgainLater(connection: number): void {
    this.#restart = setTimeout(() => {
      if (connection === this.#connection) this.#reconnect();
    }, reconnectDelayMaxMs);
  }

  /** The same trouble is one line of the log, however often it is met. */
  #note(error: unknown): void {
    const problem = wordsFor(error, { encrypted: this.#redis.options.tls !== undefined });
    if (problem !== this.#problem)
      this.#logger.warn({ problem, reason: messageOf(error) }, 'Redis cannot be used');
    this.#problem = problem;
  }

  #startLater(): void {
    if (this.#stopped) return;
    this.#restart = setTimeout(() => {
      this.start();
    }, reconnectDelayMaxMs);
  }

  #end(): void {
    this.#session = null;
    this.#connection += 1;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const unavailable = (detail: string, cause?: unknown): CodedError =>
  new CodedError('dependency-unavailable', detail, { cause });
