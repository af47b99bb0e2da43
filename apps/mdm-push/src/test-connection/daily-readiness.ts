import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import type { ConnectionReadiness, ReadinessItem } from '@mdm-gate/contracts';
import { Loops, type NextRound, type SupervisedLoop } from '@mdm-gate/service-kit';
import { DataSource } from 'typeorm';
import { ConnectionEntity } from '../connection/connection.entity.ts';
import { rowsOf } from '../database/returned-rows.ts';
import { ServiceLogger } from '../service-logger.ts';
import { ReadinessLook } from './readiness-look.ts';
import { schema } from '../database/schema.ts';

const intervalMs = 60_000;
const retryMaxMs = 60_000;
const looksPerRound = 10;
const roundTimeoutMs = 10 * 60_000;

/** Taken for an hour: a replica that dies over it leaves it to another one then. */
const takeStatement = `
  UPDATE ${schema}.connections SET readiness_due_at = now() + interval '1 hour'
  WHERE connection_id = (
    SELECT connection_id FROM ${schema}.connections WHERE readiness_due_at <= now()
    ORDER BY readiness_due_at LIMIT 1 FOR UPDATE SKIP LOCKED
  ) RETURNING connection_id AS "connectionId"`;

const giveBackStatement = `UPDATE ${schema}.connections SET readiness_due_at = now() WHERE connection_id = $1`;

/** Looks at every connection once a day, so that a certificate that is about to end is seen before it has. */
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

  /** One look takes half a minute at most, a round as many as the next one may wait for. */
  async #lookAtDue(signal: AbortSignal): Promise<NextRound | undefined> {
    for (let looks = 0; looks < looksPerRound; looks += 1) {
      if (this.#stopping || signal.aborted || !(await this.#lookAtOne())) return undefined;
    }
    return { nextInMs: 0 };
  }

  async #lookAtOne(): Promise<boolean> {
    const [taken] = rowsOf(await this.dataSource.query(takeStatement)) as Pick<
      ConnectionEntity,
      'connectionId'
    >[];
    if (taken === undefined) return false;
    const connection = await this.dataSource.manager.findOneBy(ConnectionEntity, taken);
    if (connection === null) return true;
    const readiness = await this.#look(connection);
    if (readiness === null) return false;
    for (const item of readiness.items.filter(needsAttention)) {
      const { organizationId, connectionId } = connection;
      this.logger.warn({ organizationId, connectionId, ...item }, 'an MDM connection needs attention');
    }
    return true;
  }

  /** Null: the service stops, and another replica takes it up at once. */
  async #look(connection: ConnectionEntity): Promise<ConnectionReadiness | null> {
    try {
      return await this.look.at(connection);
    } catch (error) {
      if (!this.#stopping) throw error;
      await this.dataSource.query(giveBackStatement, [connection.connectionId]);
      return null;
    }
  }
}

const needsAttention = ({ state, expiresWithinDays }: ReadinessItem): boolean =>
  state === 'failing' || expiresWithinDays !== null;
