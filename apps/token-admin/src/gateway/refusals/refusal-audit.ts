import { setTimeout as delay } from 'node:timers/promises';
import type { CodedError, Loops, SupervisedLoop } from '@mdm-gate/service-kit';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Counter } from '@prometheus-io/client';
import type { Admission } from '../call.ts';
import { refusalOf, type Refusal } from './refusal.ts';
import { RefusalQueue } from './refusal-queue.ts';
import { RefusalWindows, type RefusalWindow } from './refusal-windows.ts';
import type { RefusalRow } from './refusal-writer.ts';

export interface RefusalAuditOptions {
  readonly write: (organizationId: string, rows: readonly RefusalRow[]) => Promise<void>;
  readonly loops: Loops;
}

const refusals = new Counter({
  name: 'gateway_refusals_total',
  help: 'Refused requests that were recorded, counted beside a recorded one, or left out',
  labelNames: ['outcome'],
});

const turnMs = 1_000;
/** As many rows as may wait, each with its own limit in PostgreSQL. */
const roundTimeoutMs = 120_000;
/** How long an answer waits for its refusal to be on record. */
const patienceMs = 500;

/**
 * Records who was refused what, so that it costs others nothing: the first of a kind at once, then a count per minute;
 * those of an organization together, over a connection of its own, out of a queue that ends.
 */
export class RefusalAudit implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #windows = new RefusalWindows();
  readonly #queue: RefusalQueue;
  readonly #loop: SupervisedLoop;
  #leftOut = 0;

  constructor(private readonly options: RefusalAuditOptions) {
    const { loops, write } = options;
    const round = (signal: AbortSignal) => this.#round(signal);
    this.#queue = new RefusalQueue(write, loops.logger);
    this.#loop = loops.add({ name: 'record-refusals', intervalMs: turnMs, roundTimeoutMs, round });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  /** Writes what is left, counts included. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
    this.#countEnded('all');
    await this.#writeAll();
  }

  /**
   * Resolves once the first of its kind is on record, or has taken too long; at once for those that are counted. Never
   * throws: the refusal stands, recorded or not.
   */
  async record(request: FastifyRequest, admission: Admission, error: CodedError): Promise<void> {
    const refusal = refusalOf(request, admission, error);
    if (refusal === null) return;
    const noted = this.#windows.note(refusal);
    if (noted === 'left-out') this.#leaveOut();
    if (noted === 'counted') refusals.inc({ outcome: noted });
    if (noted !== 'first') return;
    const written = this.#enqueue({ refusal, after: { code: refusal.code } });
    await Promise.race([written, delay(patienceMs, undefined, { ref: false })]);
  }

  async #enqueue(row: RefusalRow): Promise<void> {
    const written = this.#queue.add(row);
    if (written === null) {
      this.#leaveOut();
      return;
    }
    this.#loop.wakeUp();
    await written;
  }

  #leaveOut(): void {
    this.#leftOut += 1;
    refusals.inc({ outcome: 'left-out' });
  }

  async #round(signal: AbortSignal): Promise<undefined> {
    this.#countEnded('over');
    await this.#writeAll(signal);
    this.#reportLeftOut();
  }

  #countEnded(which: 'over' | 'all'): void {
    for (const window of this.#windows.takeEnded(which)) {
      if (window.count > 1) void this.#enqueue(countedRow(window));
    }
  }

  async #writeAll(signal?: AbortSignal): Promise<void> {
    refusals.inc({ outcome: 'recorded' }, await this.#queue.writeAll(signal));
  }

  #reportLeftOut(): void {
    if (this.#leftOut === 0) return;
    this.options.loops.logger.warn({ refusals: this.#leftOut }, 'more refusals than are recorded');
    this.#leftOut = 0;
  }
}

const countedRow = ({ first, count, fromMs, untilMs }: RefusalWindow): RefusalRow => ({
  refusal: { ...first, subjectId: null } satisfies Refusal,
  after: { code: first.code, repeated: count - 1, withinSeconds: Math.ceil((untilMs - fromMs) / 1_000) },
});
