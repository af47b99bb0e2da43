import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import type { ReadinessItem } from '@mdm-gate/contracts';
import { Loops, type NextRound, type SupervisedLoop } from '@mdm-gate/service-kit';
import { DataSource, In } from 'typeorm';
import { ConnectionEntity } from '../connection/connection.entity.ts';
import { rowsOf } from '../database/returned-rows.ts';
import { ServiceLogger } from '../service-logger.ts';
import { ReadinessLook } from './readiness-look.ts';
import { schema } from '../database/schema.ts';
import { storedNow } from '../database/stored-now.ts';

const intervalMs = 60_000;
const retryMaxMs = 60_000;
/** One look takes half a minute at most, a round as many as the next one may wait for. */
const takenAtOnce = 10;
const roundTimeoutMs = 10 * 60_000;

/** Taken for an hour: a replica that dies over them leaves them to another one then. */
const takeStatement = `
  UPDATE ${schema}.connections SET readiness_due_at = now() + interval '1 hour'
  WHERE connection_id IN (
    SELECT connection_id FROM ${schema}.connections WHERE readiness_due_at <= ${storedNow}
    ORDER BY readiness_due_at LIMIT ${takenAtOnce} FOR UPDATE SKIP LOCKED
  ) RETURNING connection_id AS "connectionId"`;

const giveBackStatement = `UPDATE ${schema}.connections SET readiness_due_at = now() WHERE connection_id = ANY($1::uuid[])`;

/**
 * Looks at every connection once a day, if its MDM has an API, so that a certificate that is about to end is seen before it
 * has.
 */
@Injectable()
export class DailyReadiness implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  readonly #loop: SupervisedLoop;
  #stopping = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly look: ReadinessLook,
    private readonly logger: ServiceLogger,
    loops: Loops,
  ) {
    const round = (signal: AbortSignal) => this.#lookAtDue(signal);
    this.#loop = loops.add({
      name: 'daily-readiness',
      intervalMs,
      retryMaxMs,
      roundTimeoutMs,
      round,
    });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  onModuleDestroy(): void {
    this.#stopping = true;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  /** What was not looked at is given back at once; what a look has failed with by itself waits for its hour. */
  async #lookAtDue(signal: AbortSignal): Promise<NextRound | undefined> {
    const left = await this.#take();
    const mayBeMore = left.length === takenAtOnce;
    try {
      for (let next = left[0]; next !== undefined && !this.#isOver(signal); next = left[0]) {
        await this.#lookAt(next);
        left.shift();
      }
    } catch (error) {
      if (this.#stopping) return undefined;
      left.shift();
      throw error;
    } finally {
      await this.#giveBack(left);
    }
    return mayBeMore ? { nextInMs: 0 } : undefined;
  }

  #isOver(signal: AbortSignal): boolean {
    return this.#stopping || signal.aborted;
  }

  async #take(): Promise<ConnectionEntity[]> {
    const taken = rowsOf(await this.dataSource.query(takeStatement)) as Pick<
      ConnectionEntity,
      'connectionId'
    >[];
    if (taken.length === 0) return [];
    const connectionId = In(taken.map((each) => each.connectionId));
    return this.dataSource.manager.findBy(ConnectionEntity, { connectionId });
  }

  async #giveBack(connections: readonly ConnectionEntity[]): Promise<void> {
    if (connections.length === 0) return;
    await this.dataSource.query(giveBackStatement, [connections.map(({ connectionId }) => connectionId)]);
  }

  async #lookAt(connection: ConnectionEntity): Promise<void> {
    const { items } = await this.look.at(connection);
    for (const item of items.filter(needsAttention)) {
      const { organizationId, connectionId } = connection;
      this.logger.warn({ organizationId, connectionId, ...item }, 'an MDM connection needs attention');
    }
  }
}

const needsAttention = ({ state, expiresWithinDays }: ReadinessItem): boolean =>
  state === 'failing' || expiresWithinDays !== null;
