import type { DriftHeld } from '@mdm-gate/contracts';
import { Outbox } from '@mdm-gate/outbox';
import { Clock } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { rowsOf } from '../database/returned-rows.ts';
import { noteDrift } from '../delivery/drifts.ts';
import { lockOrganization } from '../organization/organizations.ts';
import type { ClaimedDelivery } from './claimed-delivery.ts';
import { keyOf, oursCondition } from './claims.ts';
import { announcement, driftDetected } from './delivery-events.ts';
import type { Step } from './delivery-step.ts';
import { schema } from '../database/schema.ts';

/** What had drifted is mended once the wanted value was read back. */
const settleStatement = `
  WITH settled AS (UPDATE ${schema}.deliveries SET lease_until = NULL, state = $5, held_token_id = $6,
    evidence = CASE WHEN $5 = 'stored' THEN 'read-back' END, attempts = $7, failures = $8,
    has_open_write = has_open_write AND $5 <> 'stored', announced_version = $9, announced_failure = $10, last_error = $11::jsonb, counts = coalesce($12::jsonb, counts),
    next_attempt_at = now() + $13::double precision * interval '1 millisecond',
    changed_at = CASE WHEN state = $5 THEN changed_at ELSE now() END
  WHERE ${oursCondition} RETURNING connection_id, platform, state), mended AS (
    UPDATE ${schema}.drifts drift SET ended = 'mended', ended_at = now() FROM settled
    WHERE drift.connection_id = settled.connection_id AND drift.platform = settled.platform
      AND drift.ended IS NULL AND settled.state = 'stored')
  SELECT 1 FROM settled`;

const driftStatement = `
  UPDATE ${schema}.deliveries SET state = 'drifted', held_token_id = NULL, evidence = NULL, announced_version = NULL, attempts = 0,
    changed_at = now()
  WHERE ${oursCondition} RETURNING 1`;

/** Writes down how a turn ended, together with the event that tells others. */
@Injectable()
export class Settlement {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** False: it is not ours any more, or something else is wanted; nothing was written. */
  async settle(delivery: ClaimedDelivery, step: Step): Promise<boolean> {
    const now = this.clock.now();
    const lastError =
      step.problem === null
        ? null
        : { code: step.problem.code, detail: step.problem.detail, at: now.toISOString() };
    const parameters = [
      ...keyOf(delivery),
      step.state,
      step.heldTokenId,
      step.attempts,
      step.failures,
      step.announcedVersion,
      step.announcedFailure,
      lastError,
      step.counts,
      step.nextAttemptInMs,
    ];
    const event = announcement(delivery, step, now);
    return this.#write(delivery, event !== null, async (manager) => {
      const settled = await manager.query<unknown[]>(settleStatement, parameters);
      if (settled.length > 0 && event !== null) await this.outbox.add(manager, event);
      return settled.length > 0;
    });
  }

  /** The MDM was found to hold something else than what was stored there. Told once, however often it is tried to mend that. */
  async showDrift(delivery: ClaimedDelivery, held: DriftHeld): Promise<boolean> {
    return this.#write(delivery, true, async (manager) => {
      const shown = rowsOf(await manager.query(driftStatement, [...keyOf(delivery)]));
      if (shown.length > 0 && (await noteDrift(manager, { ...delivery, held })))
        await this.outbox.add(manager, driftDetected(delivery, this.clock.now()));
      return shown.length > 0;
    });
  }

  #write(
    { organizationId }: ClaimedDelivery,
    tells: boolean,
    write: (manager: EntityManager) => Promise<boolean>,
  ): Promise<boolean> {
    return this.dataSource.transaction(async (manager: EntityManager) => {
      // The organization's row first, in every transaction that publishes: commit order is the order of events.
      if (tells) await lockOrganization(manager, organizationId);
      return write(manager);
    });
  }
}
