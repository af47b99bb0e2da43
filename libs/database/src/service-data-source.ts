import { traced } from '@mdm-gate/service-kit';
import type { ClientBase } from 'pg';
import {
  DataSource,
  QueryRunnerAlreadyReleasedError,
  QueryRunnerProviderAlreadyReleasedError,
  TransactionNotStartedError,
  type EntityManager,
  type QueryRunner,
  type ReplicationMode,
} from 'typeorm';
import type { ServiceDatabaseOptions } from './service-database.ts';
import { guarded } from './sessions/guarded-runner.ts';
import { openSession, type SessionLimits } from './sessions/open-session.ts';
import { QuickClient } from './sessions/quick-client.ts';
import { classifyError } from './trouble/classify-error.ts';

const idleInTransactionTimeoutMs = 10_000;

type IsolationLevel = Parameters<DataSource['transaction']>[0];
type InTransaction<Value> = (manager: EntityManager) => Promise<Value>;

/**
 * The data source of a service. Its sessions say themselves what the service relies on, so that poolers may stand between.
 * What it throws is `DatabaseTrouble` (tried again for as long as it takes), a refusal of what the caller gave, or an error
 * of ours; never the driver's or TypeORM's own words for a server that is in trouble.
 */
export class ServiceDataSource extends DataSource {
  readonly #limits: SessionLimits;
  #opening: Promise<void> | undefined;

  constructor({ statementTimeoutMs, ...options }: ServiceDatabaseOptions) {
    const limits = { statementTimeoutMs, idleInTransactionTimeoutMs };
    const onConnect = (client: ClientBase): Promise<void> => openSession(client, limits);
    const given: unknown = options.extra;
    super({ ...options, extra: { ...(given as object), Client: QuickClient, onConnect } });
    this.#limits = limits;
  }

  /** Connects unless it is connected; calls that come together share one try. Throws `DatabaseTrouble`. */
  open(): Promise<void> {
    if (this.isInitialized && this.#opening === undefined) return Promise.resolve();
    this.#opening ??= this.#open().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  override createQueryRunner(mode: ReplicationMode = 'master'): QueryRunner {
    return guarded(super.createQueryRunner(mode), this.#limits);
  }

  /** What goes on in a session that has ended meanwhile is told so by TypeORM, in words of its own. */
  override transaction<Value>(run: InTransaction<Value>): Promise<Value>;
  override transaction<Value>(isolation: IsolationLevel, run: InTransaction<Value>): Promise<Value>;
  override transaction<Value>(
    first: IsolationLevel | InTransaction<Value>,
    second?: InTransaction<Value>,
  ): Promise<Value> {
    if (typeof first === 'function') return inSpan(() => endedAsTrouble(super.transaction(first)));
    if (second === undefined) throw new TypeError('A transaction needs something to run');
    return inSpan(() => endedAsTrouble(super.transaction(first, second)));
  }

  async #open(): Promise<void> {
    try {
      await this.initialize();
    } catch (error) {
      throw classifyError(error);
    }
  }
}

/** Statements are not named: their parameters are what tenants gave. */
const transactionSpan = {
  name: 'transaction',
  kind: 'client',
  attributes: { 'db.system.name': 'postgresql' },
} as const;

const inSpan = <Value>(transaction: () => Promise<Value>): Promise<Value> =>
  traced(transactionSpan, transaction);

const endedAsTrouble = async <Value>(transaction: Promise<Value>): Promise<Value> => {
  try {
    return await transaction;
  } catch (error) {
    throw isOfEndedSession(error) ? classifyError(error) : error;
  }
};

const isOfEndedSession = (error: unknown): boolean =>
  error instanceof QueryRunnerAlreadyReleasedError ||
  error instanceof QueryRunnerProviderAlreadyReleasedError ||
  error instanceof TransactionNotStartedError;
