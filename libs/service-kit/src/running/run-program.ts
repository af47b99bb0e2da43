import { parseArgs } from 'node:util';
import { ConfigError } from '../config/config-error.ts';
import { createLogger, type Logger } from '../logging/logger.ts';

/** What an operator starts beside the services, and what ends by itself. */
export interface Program {
  readonly name: string;
  /** How it is called and what it does; the first line is the call. */
  readonly usage: string;
  /** The options it takes, each without a value. */
  readonly flags?: readonly string[];
  /** What did not succeed when it fails, for the log. */
  readonly failure: string;
  /** Does the work, and answers with the exit code. */
  run(call: ProgramCall): Promise<number>;
}

export interface ProgramCall {
  readonly logger: Logger;
  /** What stands on the command line beside the options. */
  readonly names: readonly string[];
  readonly has: (flag: string) => boolean;
}

/** `negative`: it was done, and the answer is not the good one. `failed`: it could not be done. */
export const exitCodes = { negative: 1, failed: 2 } as const;

/**
 * Runs a program: `--help` tells how it is called before anything is read or connected to; what is wrong with the command
 * line or the environment is said in words, and anything else that goes wrong with its stack.
 */
export const runProgram = async (program: Program, args = process.argv.slice(2)): Promise<void> => {
  const logger = createLogger(program.name);
  const call = callFrom(program, args);
  if (call === 'help') {
    process.stdout.write(`${program.usage}\n`);
    return;
  }
  if (typeof call === 'string') {
    process.stderr.write(`${call}\n\n${program.usage}\n`);
    process.exitCode = exitCodes.failed;
    return;
  }
  try {
    process.exitCode = await program.run({ ...call, logger });
  } catch (error) {
    logger.fatal(error instanceof ConfigError ? { reason: error.message } : { err: error }, program.failure);
    process.exitCode = exitCodes.failed;
  } finally {
    endSoon();
  }
};

const lettingGoMs = 5_000;

/** What has failed may leave something open, such as a connection, that would keep the program from ending. */
const endSoon = (): void => {
  setTimeout(() => process.exit(), lettingGoMs).unref();
};

/** What is asked for: help, or the work; a text says why it is neither. */
const callFrom = ({ flags = [] }: Program, args: readonly string[]): Omit<ProgramCall, 'logger'> | string => {
  const options = Object.fromEntries(['help', ...flags].map((flag) => [flag, { type: 'boolean' as const }]));
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if (values['help'] === true) return 'help';
    return { names: positionals, has: (flag) => values[flag] === true };
  } catch (error) {
    return error instanceof Error ? error.message : 'The command line cannot be read';
  }
};
