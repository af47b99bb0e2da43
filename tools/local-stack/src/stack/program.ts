import { join } from 'node:path';
import { builtProgram, startProcess, type RunningProcess } from '@mdm-gate/testing';
import { z } from 'zod';
import { repositoryRoot, stackFolder } from './stack-folder.ts';

/** One of the product's programs as the local stack runs it. */
export interface Program {
  readonly name: string;
  /** Below the repository's root. */
  readonly entry: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface RunningProgram {
  readonly program: Program;
  readonly process: RunningProcess;
  /** What its ready line said. */
  readonly ready: Readonly<Record<string, unknown>>;
}

const readyLineSchema = z.looseObject({ ready: z.literal(true) });
const readyLinePattern = /^\{"ready":true.*$/m;
/** For what hangs: on a busy machine all of them start at once and slowly. */
const startLimitMs = 120_000;

/** OpenTelemetry's own variables: whoever sets them sees the traces of all services. */
const telemetry = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      name.startsWith('OTEL_') && value !== undefined ? [[name, value]] : [],
    ),
  );

export const startProgram = async (program: Program): Promise<RunningProgram> => {
  const process = await startProcess({
    command: globalThis.process.execPath,
    args: [builtProgram(join(repositoryRoot, program.entry))],
    env: { ...telemetry(), ...program.env },
    cwd: repositoryRoot,
    readyWhen: readyLinePattern,
    readyTimeoutMs: startLimitMs,
    logFile: stackFolder.log(program.name),
  });
  const line = readyLinePattern.exec(process.output())?.[0] ?? '';
  return { program, process, ready: readyLineSchema.parse(JSON.parse(line)) };
};

/** Runs a program that ends by itself, as migrations do. */
export const runToEnd = async (program: Program): Promise<void> => {
  const process = await startProcess({
    command: globalThis.process.execPath,
    args: [builtProgram(join(repositoryRoot, program.entry))],
    env: program.env,
    cwd: repositoryRoot,
    logFile: stackFolder.log(program.name),
  });
  const { code } = await process.waitForExit(60_000);
  if (code !== 0)
    throw new Error(`${program.name} ended with exit code ${String(code)}\n${process.output()}`);
};
