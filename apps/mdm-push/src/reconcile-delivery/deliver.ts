import { DatabaseTrouble } from '@mdm-gate/database';
import { traced } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { ServiceLogger } from '../service-logger.ts';
import { ReconcileSettings } from './reconcile-settings.ts';
import { DeliveryProblem } from '../vendors/delivery-problem.ts';
import type { ClaimedDelivery } from './claimed-delivery.ts';
import { turnsEnded } from './delivery-metrics.ts';
import { DeliveryRecords } from './delivery-records.ts';
import { stepAfter, type Outcome } from './delivery-step.ts';
import { DeliveryTurn } from './delivery-turn.ts';
import { Lease, LeaseLost } from './lease.ts';
import { TurnNotes } from './turn-notes.ts';
import { WantedValues } from './wanted-values.ts';

@Injectable()
export class Turns {
  constructor(
    readonly turn: DeliveryTurn,
    readonly values: WantedValues,
  ) {}
}

/** Works on a claimed delivery until its turn has ended and is written down. */
@Injectable()
export class Deliver {
  constructor(
    private readonly records: DeliveryRecords,
    private readonly turns: Turns,
    private readonly settings: ReconcileSettings,
    private readonly logger: ServiceLogger,
  ) {}

  /** Never rejects; a delivery that could not even be written down is taken up again when its lease ends. */
  async deliver(delivery: ClaimedDelivery, stopping: AbortSignal): Promise<void> {
    const { traceparent, changedAt: causedAt } = delivery;
    if (traceparent === null) return this.#deliver(delivery, stopping);
    const attributes = {
      'mdm_gate.organization_id': delivery.organizationId,
      'mdm_gate.connection_id': delivery.connectionId,
      'mdm_gate.platform': delivery.platform,
    };
    const span = { name: 'deliver', kind: 'internal', attributes, traceparent, causedAt } as const;
    return traced(span, () => this.#deliver(delivery, stopping));
  }

  async #deliver(delivery: ClaimedDelivery, stopping: AbortSignal): Promise<void> {
    const lease = new Lease(this.records.claims, delivery, this.settings.leaseMs, stopping);
    try {
      const notes = new TurnNotes();
      const outcome = await this.#turn(delivery, { lease, notes });
      turnsEnded.inc({ outcome: outcomeName(outcome) });
      if (outcome === null || !(await this.#settle(notes.standing(delivery), outcome, notes)))
        await this.records.claims.lookAgain(delivery);
    } catch (err) {
      this.logger.error({ err, ...labelsOf(delivery) }, 'a delivery could not be written down');
    } finally {
      lease.end();
    }
  }

  /** Null: the turn was given up without a result. */
  async #turn(
    delivery: ClaimedDelivery,
    turn: { readonly lease: Lease; readonly notes: TurnNotes },
  ): Promise<Outcome | null> {
    try {
      return await this.turns.turn.take(delivery, this.turns.values.forTurn(delivery), turn);
    } catch (error) {
      if (error instanceof LeaseLost || turn.lease.signal.aborted) return null;
      if (this.#isDatabaseTrouble(error, delivery)) return null;
      return { kind: 'failed', problem: this.#problemOf(error, delivery) };
    }
  }

  /** What we could not read or write down ourselves says nothing about the MDM, and is nothing to announce. */
  #isDatabaseTrouble(error: unknown, delivery: ClaimedDelivery): boolean {
    if (!(error instanceof DatabaseTrouble)) return false;
    this.logger.warn({ err: error, ...labelsOf(delivery) }, 'given up: the database does not answer');
    return true;
  }

  async #settle(delivery: ClaimedDelivery, outcome: Outcome, { requestIds }: TurnNotes): Promise<boolean> {
    const step = stepAfter(delivery, outcome, this.settings.pace);
    const labels = { ...labelsOf(delivery), ...(requestIds.length > 0 && { requestIds }) };
    if (step.problem !== null) {
      const { code, detail } = step.problem;
      this.logger.warn({ ...labels, code, detail, state: step.state }, 'not delivered');
    } else if (step.state !== delivery.state) {
      this.logger.info({ ...labels, state: step.state }, 'delivery');
    }
    return this.records.settlement.settle(delivery, step);
  }

  #problemOf(error: unknown, delivery: ClaimedDelivery): DeliveryProblem {
    if (error instanceof DeliveryProblem) return error;
    this.logger.error(
      { err: error, ...labelsOf(delivery) },
      'a delivery failed in a way that was not foreseen',
    );
    return new DeliveryProblem('delivery-error');
  }
}

const outcomeName = (outcome: Outcome | null): string => {
  if (outcome === null) return 'given-up';
  return outcome.kind === 'failed' ? outcome.problem.code : outcome.kind;
};

const labelsOf = ({ organizationId, connectionId, platform, correlationId }: ClaimedDelivery): object => ({
  organizationId,
  connectionId,
  platform,
  correlationId,
});
