import type { Logger } from '../logging/logger.ts';
import { ConfigError } from '../config/config-error.ts';
import { withTimeLimit } from './with-time-limit.ts';

export interface RunningService {
  /** What the ready line says beside the service's name and pid: the addresses it listens on. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Finishes what is under way, then lets go of every connection. */
  stop(): Promise<void>;
}

export interface ServiceProgram {
  readonly service: string;
  readonly logger: Logger;
  start(): Promise<RunningService>;
}

const stopTimeoutMs = 15_000;

/**
 * Runs a service as a process: one JSON line on standard output once it serves, an orderly stop at the first
 * SIGTERM or SIGINT, and exit code 1 when it cannot start or cannot stop in time.
 */
export const runService = async (program: ServiceProgram): Promise<void> => {
  const { service, logger } = program;
  try {
    const running = await program.start();
    stopAtSignal(running, logger);
    const line = { ready: true, service, pid: process.pid, ...running.addresses };
    process.stdout.write(`${JSON.stringify(line)}\n`);
    logger.info(line, 'ready');
  } catch (error) {
    logger.fatal(error instanceof ConfigError ? { reason: error.message } : { err: error }, 'cannot start');
    process.exit(1);
  }
};

const stopAtSignal = (running: RunningService, logger: Logger): void => {
  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    logger.info({ signal }, 'stopping');
    try {
      await withTimeLimit(running.stop(), stopTimeoutMs);
      process.exit(0);
    } catch (error) {
      logger.error({ err: error }, 'did not stop in time');
      process.exit(1);
    }
  };
  process.on('SIGTERM', (signal) => void stop(signal));
  process.on('SIGINT', (signal) => void stop(signal));
};
