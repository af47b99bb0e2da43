import type { ConnectionReadiness, ReadinessItem } from '@mdm-gate/contracts';
import { Clock, CodedError } from '@mdm-gate/service-kit';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ConnectionEntity } from '../connection/connection.entity.ts';
import { OpenConnections } from '../connection/open-connections.ts';
import { slotsOf } from '../connection/slots.ts';
import { DeliveryProblem } from '../vendors/delivery-problem.ts';
import { failing, unknown } from '../vendors/readiness-items.ts';
import { ServiceLogger } from '../service-logger.ts';
import { schema } from '../database/schema.ts';

/** The gateway waits half a minute for the answer. */
const lookTimeoutMs = 25_000;

/** What was seen of a connection that was changed meanwhile is not kept. Without an API, another day would show the same. */
const keepStatement = `
  UPDATE ${schema}.connections
  SET readiness = $3, readiness_due_at = CASE WHEN $4 THEN now() + interval '1 day' ELSE 'infinity' END
  WHERE connection_id = $1 AND version = $2`;

/** Looks at what a connection needs in its MDM, and keeps what was seen. */
@Injectable()
export class ReadinessLook implements OnModuleDestroy {
  readonly #stopping = new AbortController();

  constructor(
    private readonly dataSource: DataSource,
    private readonly connections: OpenConnections,
    private readonly clock: Clock,
    private readonly logger: ServiceLogger,
  ) {}

  /** A look may take longer than the service has to stop. The first hook: later ones wait for what looks are part of. */
  onModuleDestroy(): void {
    this.#stopping.abort();
  }

  /** Throws `dependency-unavailable` when the service stops over it; nothing is kept then. */
  async at(connection: ConnectionEntity): Promise<ConnectionReadiness> {
    const items = await this.#items(connection);
    const readiness = { checkedAt: this.clock.now().toISOString(), items: [...items] };
    await this.dataSource.query(keepStatement, [
      connection.connectionId,
      connection.version,
      JSON.stringify(readiness),
      this.connections.vendors.of(connection.vendor).delivers === 'by-api',
    ]);
    return readiness;
  }

  async #items(connection: ConnectionEntity): Promise<readonly ReadinessItem[]> {
    const stopping = this.#stopping.signal;
    const signal = AbortSignal.any([stopping, AbortSignal.timeout(lookTimeoutMs)]);
    const requestIds: string[] = [];
    const look = { signal, noteRequest: (id: string) => void requestIds.push(id) };
    try {
      const session = await this.connections.sessionOf(connection);
      return await session.readiness(slotsOf(connection), look);
    } catch (error) {
      const key = { item: 'credentials' } as const;
      if (stopping.aborted) throw new CodedError('dependency-unavailable', 'The service stops; ask again');
      if (signal.aborted) return [unknown(key, 'The MDM did not answer everything in time')];
      if (error instanceof DeliveryProblem)
        return [(error.mendedByTime ? unknown : failing)(key, error.detail)];
      throw error;
    } finally {
      this.#log(connection, requestIds);
    }
  }

  /** What the vendor's support asks for. */
  #log({ organizationId, connectionId }: ConnectionEntity, requestIds: readonly string[]): void {
    if (requestIds.length === 0) return;
    this.logger.info({ organizationId, connectionId, requestIds }, 'an MDM was looked at');
  }
}
