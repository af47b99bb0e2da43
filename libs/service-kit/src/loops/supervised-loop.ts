import { Counter, Gauge } from '@prometheus-io/client';
import { ReportedTrouble } from '../errors/reported-trouble.ts';
import type { Logger } from '../logging/logger.ts';
import { WakeUp } from '../running/wake-up.ts';

/** What follows a round: when to look again unless woken; `intervalMs` unless said. */
export interface NextRound {
  readonly nextInMs: number;
}

export interface LoopOptions {
  /** As `/readyz`, logs and metrics name it: `outbox-relay`. */
  readonly name: string;
  /**
   * One round of work. Aborted: the loop stops, or the round has taken longer than `roundTimeoutMs` and another one has
   * begun in its place; whatever of it still runs must leave things as they are.
   */
  readonly round: (signal: AbortSignal) => Promise<NextRound | undefined>;
  readonly intervalMs: number;
  /** Longer than any healthy round takes. */
  readonly roundTimeoutMs: number;
  /** After a failure the pause doubles from a quarter of a second up to this; `intervalMs` unless set, at most 5 s. */
  readonly retryMaxMs?: number;
}

const retryBaseMs = 250;
const retryMaxDefaultMs = 5_000;

const rounds = new Counter({
  name: 'loop_rounds_total',
  help: 'Rounds of a loop in the background, by how they ended: done, failed, or hung (given up, and begun anew)',
  labelNames: ['loop', 'outcome'] as const,
});
const lastDone = new Gauge({
  name: 'loop_last_done_timestamp_seconds',
  help: 'When a loop in the background last ended a round well',
  labelNames: ['loop'] as const,
});

/** Told apart from everything that a round may answer with. */
const hung = Symbol('hung');

/**
 * Work that is done again and again for as long as the service runs, and that nothing ends: a round that fails is repeated
 * with growing pauses and told once, a round that hangs is given up and begun anew, and shown until one ends well.
 */
export class SupervisedLoop {
  readonly #wakeUp = new WakeUp();
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;
  #failures = 0;
  #lastFailure: string | null = null;
  #problem: string | null = null;

  constructor(
    private readonly options: LoopOptions,
    private readonly logger: Logger,
  ) {
    // From 0 on, or the first would not show as a growth.
    for (const outcome of ['done', 'failed', 'hung']) rounds.inc({ loop: options.name, outcome }, 0);
  }

  get name(): string {
    return this.options.name;
  }

  /** For an operator: the loop does not get on; null while it does. A round that fails is no such problem. */
  get problem(): string | null {
    return this.#problem;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** The next round begins at once, or as soon as this one has ended. */
  wakeUp(): void {
    this.#wakeUp.ring();
  }

  /** No round begins any more. Resolves when the one under way has ended, or has hung. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wakeUp.ring();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) await this.#wakeUp.wait(await this.#round());
  }

  /** Answers with how long to wait. */
  async #round(): Promise<number> {
    const over = new AbortController();
    try {
      const outcome = await this.#withinLimit(
        this.options.round(AbortSignal.any([over.signal, this.#stopping.signal])),
      );
      if (outcome === hung) return this.#noteHanging(over);
      this.#noteDone();
      return outcome?.nextInMs ?? this.options.intervalMs;
    } catch (error) {
      return this.#noteFailure(error);
    }
  }

  async #withinLimit<Value>(round: Promise<Value>): Promise<Value | typeof hung> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<typeof hung>((resolve) => {
      timer = setTimeout(resolve, this.options.roundTimeoutMs, hung);
    });
    try {
      return await Promise.race([round, limit]);
    } finally {
      clearTimeout(timer);
    }
  }

  #noteDone(): void {
    const { name } = this.options;
    if (this.#lastFailure !== null || this.#problem !== null) this.logger.info({ loop: name }, 'goes on');
    this.#failures = 0;
    this.#lastFailure = null;
    this.#problem = null;
    rounds.inc({ loop: name, outcome: 'done' });
    lastDone.setToCurrentTime({ loop: name });
  }

  #noteHanging(over: AbortController): number {
    const { name, roundTimeoutMs } = this.options;
    over.abort();
    this.#problem = `hangs: a round took longer than ${roundTimeoutMs / 1_000} s and is begun anew`;
    rounds.inc({ loop: name, outcome: 'hung' });
    this.logger.error({ loop: name, roundTimeoutMs }, 'hangs, and begins anew');
    return 0;
  }

  /** Told once when it begins, and when it changes: the rounds in between would say the same. */
  #noteFailure(err: unknown): number {
    const { name } = this.options;
    const failure = err instanceof Error ? err.message : String(err);
    this.#failures += 1;
    rounds.inc({ loop: name, outcome: 'failed' });
    if (failure !== this.#lastFailure && !this.#stopping.signal.aborted)
      this.logger[err instanceof ReportedTrouble ? 'debug' : 'warn'](
        { loop: name, err },
        'a round failed, and is tried again',
      );
    this.#lastFailure = failure;
    return this.#retryMs();
  }

  /** Half of it is chance, so that replicas do not come back in step. */
  #retryMs(): number {
    const { intervalMs, retryMaxMs = Math.min(intervalMs, retryMaxDefaultMs) } = this.options;
    const fullMs = Math.min(retryMaxMs, retryBaseMs * 2 ** Math.min(this.#failures - 1, 10));
    return fullMs * (0.5 + Math.random() / 2);
  }
}
