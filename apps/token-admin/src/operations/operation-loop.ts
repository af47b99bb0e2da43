import type { RequestContract, RequestOf } from '@mdm-gate/contracts';
import type { SealedBox } from '@mdm-gate/encryption';
import type { Loops, SupervisedLoop } from '@mdm-gate/service-kit';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { Cause } from '../audit/audit-row.ts';
import type { Act } from './act.ts';
import { actOf } from './acts.ts';
import { requestBinding, type Attempt, type CarryOut } from './carry-out.ts';
import type { Effects } from './effects.ts';
import { forgetEnded } from './forget-ended.ts';
import type { OperationEntity } from './operation.entity.ts';
import { measureUnderWay } from './operation-metrics.ts';
import { claimOperations } from './operation-rows.ts';

export interface LoopTools {
  readonly dataSource: DataSource;
  readonly carryOut: CarryOut;
  readonly effects: Effects;
  readonly sealedBox: SealedBox;
  readonly loops: Loops;
}

const intervalMs = 2_000;
/** Each attempt asks another service, which has a limit of its own. */
const roundTimeoutMs = 120_000;
/** What is only told, or only takes up room. */
const housekeepingIntervalMs = 15_000;
const claiming = { atOnce: 8, leaseMs: 2_000, pauseMsMax: 15_000 };

/** Goes on with what whoever began it has not finished: it died, or the other service did not answer. */
export class OperationLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loops: readonly SupervisedLoop[];

  constructor(private readonly tools: LoopTools) {
    const { loops } = tools;
    this.#loops = [
      loops.add({ name: 'operations', intervalMs, roundTimeoutMs, round: () => this.#round() }),
      loops.add({
        name: 'operations-housekeeping',
        intervalMs: housekeepingIntervalMs,
        roundTimeoutMs,
        round: () => this.#keepHouse(),
      }),
    ];
  }

  onApplicationBootstrap(): void {
    for (const loop of this.#loops) loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#loops.map((loop) => loop.stop()));
  }

  /** One turn of all that is due: what cannot be done now is done in a later one. */
  async #round(): Promise<undefined> {
    const due = await claimOperations(this.tools.dataSource.manager, claiming);
    await Promise.all(due.map((operation) => this.#goOn(operation)));
  }

  async #keepHouse(): Promise<undefined> {
    await measureUnderWay(this.tools.dataSource);
    await forgetEnded(this.tools.dataSource);
  }

  async #goOn(operation: OperationEntity): Promise<void> {
    const { operationId, organizationId, action } = operation;
    try {
      await this.#attempt(operation);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      const what = { operationId, organizationId, action, problem };
      this.tools.loops.logger.warn(what, 'an operation did not end as it was meant to');
    }
  }

  async #attempt(operation: OperationEntity): Promise<void> {
    const { carryOut, effects } = this.tools;
    if (operation.activeSetVersion !== null) {
      await effects.goOn(operation);
      return;
    }
    const act = actOf(operation.action);
    if (act === undefined) throw new TypeError('nobody here knows how this is done');
    const attempt = this.#attemptAt(operation);
    if (act.whenInDoubt === 'tell') await carryOut.giveUp(act, attempt);
    else await carryOut.attempt(act, attempt);
  }

  #attemptAt(operation: OperationEntity): Attempt<RequestContract> {
    const { organizationId, subjectId, before, attempts } = operation;
    return {
      organizationId,
      cause: causeOf(operation),
      subjectId,
      before,
      request: this.#requestOf(operation),
      attempts,
    };
  }

  #requestOf({ operationId, sealedRequest }: OperationEntity): RequestOf<Act['contract']> {
    if (sealedRequest === null) throw new TypeError('the operation has no request');
    return JSON.parse(this.tools.sealedBox.open(sealedRequest, requestBinding(operationId)));
  }
}

const causeOf = ({ operationId, actor, correlationId, sourceAddress }: OperationEntity): Cause => ({
  actor,
  operationId,
  correlationId,
  sourceAddress,
});
