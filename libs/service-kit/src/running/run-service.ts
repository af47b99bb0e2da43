import { parseArgs } from 'node:util';
import type { Logger } from '../logging/logger.ts';
import { ConfigError } from '../config/config-error.ts';
import { logWhatIsSaidElsewhere } from '../logging/log-what-is-said-elsewhere.ts';
import { startTracing, type StopTracing } from '../tracing/start-tracing.ts';
import { WakeUp } from './wake-up.ts';
import { withTimeLimit } from './with-time-limit.ts';

export interface RunningService {
  /** What the ready line says beside the service's name and pid: the addresses it listens on. */
  readonly addresses: Readonly<Record<string, string>>;
  /** When it can do its work; at once unless told. */
  readonly ready?: Promise<void>;
  /** How long it goes on answering after it has said that it leaves. */
  readonly stopPauseMs: number;
  /** From now on it is not ready, so that callers go elsewhere. Everything is still answered. */
  leave(): void;
  /** Finishes what is under way, then lets go of every connection. */
  stop(): Promise<void>;
}

export interface ServiceProgram {
  readonly service: string;
  readonly logger: Logger;
  start(): Promise<RunningService>;
}

/** After the pause. */
const stopTimeoutMs = 15_000;

/**
 * Runs a service as a process: one JSON line on standard output once it is ready, an orderly stop at SIGTERM or SIGINT, and
 * exit code 1 when it cannot start or cannot stop in time.
 */
export const runService = async (program: ServiceProgram): Promise<void> => {
  const { service, logger } = program;
  if (isOnlyAsked(service)) return;
  logWhatIsSaidElsewhere(logger);
  const stopping = new Stopping(logger);
  try {
    const stopTracing = await startTracing(service);
    const running = await program.start();
    stopping.takeCareOf(running, stopTracing);
    await running.ready;
    if (stopping.begun) return;
    const line = { ready: true, service, pid: process.pid, ...running.addresses };
    process.stdout.write(`${JSON.stringify(line)}\n`);
    logger.info(line, 'ready');
  } catch (error) {
    logger.fatal(error instanceof ConfigError ? { reason: error.message } : { err: error }, 'cannot start');
    process.exit(1);
  }
};

/** A service takes no arguments: whoever writes some wants to know how it is used. */
const isOnlyAsked = (service: string): boolean => {
  const { values, positionals } = parseArgs({
    options: { help: { type: 'boolean' } },
    allowPositionals: true,
    strict: false,
  });
  if (positionals.length === 0 && Object.keys(values).length === 0) return false;
  process.stdout.write(
    `${service} takes its settings from the environment; docs/settings.md lists them, with what each is for.\n`,
  );
  process.exitCode = values['help'] === true ? 0 : 2;
  return true;
};

/** SIGTERM: not ready, a pause in which everything is answered, then the end. SIGINT, or a second signal, leaves the pause out. */
class Stopping {
  #running: RunningService | undefined;
  #stopTracing: StopTracing = () => Promise.resolve();
  readonly #cutShort = new WakeUp();
  #begun = false;

  constructor(private readonly logger: Logger) {
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.on(signal, () => {
        this.#hear(signal);
      });
  }

  get begun(): boolean {
    return this.#begun;
  }

  takeCareOf(running: RunningService, stopTracing: StopTracing): void {
    this.#running = running;
    this.#stopTracing = stopTracing;
  }

  #hear(signal: NodeJS.Signals): void {
    if (signal === 'SIGINT' || this.#begun) this.#cutShort.ring();
    if (this.#begun) return;
    this.#begun = true;
    this.logger.info({ signal }, 'stopping');
    void this.#stop();
  }

  async #stop(): Promise<void> {
    // Nothing is answered before it has started.
    if (this.#running === undefined) process.exit(0);
    try {
      this.#running.leave();
      await this.#cutShort.wait(this.#running.stopPauseMs);
      await withTimeLimit(this.#running.stop(), stopTimeoutMs);
      await this.#stopTracing();
      process.exit(0);
    } catch (error) {
      this.logger.error({ err: error }, 'did not stop in time');
      process.exit(1);
    }
  }
}
