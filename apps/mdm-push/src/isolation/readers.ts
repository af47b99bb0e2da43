import { CodedError } from '@mdm-gate/service-kit';
import type { OnApplicationShutdown } from '@nestjs/common';
import { Piscina } from 'piscina';
import { z } from 'zod';
import type { ServiceLogger } from '../service-logger.ts';
import { Queues } from './queues.ts';
import type { TaskInput, TaskName, TaskResult } from './tasks.ts';
import { Unreadable } from './unreadable.ts';

/** A file of a hundred thousand rounds takes about a second. */
const deadlineMs = 3_000;
/** Threads end when there is nothing to read: to start one takes its time where others are busy, and is nobody's fault. */
const startTimeoutMs = 30_000;
const threads = 2;

const withCodeSchema = z.object({ code: z.string() });
const outcomeSchema = z.union([z.object({ result: z.unknown() }), z.object({ unreadable: z.string() })]);

/** Beside this file, in whichever form this one runs. */
const workerFile = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

/**
 * Reads what tenants and vendors send in threads of its own, with a deadline and a limit of memory: what asks for more
 * costs only its sender an answer, and holds up nobody else.
 */
export class IsolatedReaders implements OnApplicationShutdown {
  readonly #pool = new Piscina({
    filename: workerFile.href,
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: 60_000,
    // A worker gets no secrets of the environment.
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
  });
  readonly #queues = new Queues(threads);

  constructor(logger: Pick<ServiceLogger, 'warn'>) {
    // What becomes of a thread that was given up at its deadline. Without a listener its error would end the process.
    this.#pool.on('error', (error: unknown) => {
      logger.warn({ reason: codeOf(error) }, 'an isolated reader failed after it was given up');
    });
  }

  /** Throws Unreadable for what cannot be read or takes too much, `too-many-requests` when the sender asks for more meanwhile. */
  async read<Name extends TaskName>(
    sender: string,
    name: Name,
    input: TaskInput<Name>,
  ): Promise<TaskResult<Name>> {
    const outcome = await this.#queues.inTurn(sender, () => this.#run(name, input));
    if ('unreadable' in outcome) throw new Unreadable(outcome.unreadable);
    return outcome.result as TaskResult<Name>;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#pool.destroy();
  }

  async #run(name: TaskName, input: unknown): Promise<z.infer<typeof outcomeSchema>> {
    await this.#begin();
    const signal = AbortSignal.timeout(deadlineMs);
    try {
      return outcomeSchema.parse(await this.#pool.run({ name, input }, { signal }));
    } catch (error) {
      if (signal.aborted || isOutOfMemory(error))
        throw new Unreadable('It takes too much time or memory to read: make it anew with usual settings');
      throw failed(error);
    }
  }

  /** There is a thread that can read now. */
  async #begin(): Promise<void> {
    try {
      await this.#pool.run({ name: 'beReady' }, { signal: AbortSignal.timeout(startTimeoutMs) });
    } catch (error) {
      throw failed(error);
    }
  }
}

const failed = (cause: unknown): CodedError =>
  new CodedError('internal-error', 'An isolated reader failed', { cause });

/** Not its words: they may quote what was read. */
const codeOf = (error: unknown): string | undefined => withCodeSchema.safeParse(error).data?.code;

const isOutOfMemory = (error: unknown): boolean => codeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY';
