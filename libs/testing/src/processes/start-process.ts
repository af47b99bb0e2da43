import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { OutputFile } from './output-file.ts';
import { signalProcess, signalTree } from './process-tree.ts';
import { untilReady } from './until-ready.ts';
import { watchOver } from './watchdog.ts';

export interface ProcessOptions {
  command: string;
  args?: readonly string[];
  /** All of the child's environment apart from PATH, HOME, LANG and TMPDIR: nothing else is inherited. */
  env?: Readonly<Record<string, string>>;
  cwd?: string;
  /** Text in the output, or a question asked until it answers true. Without it the process counts as ready at once. */
  readyWhen?: RegExp | (() => Promise<boolean>);
  readyTimeoutMs?: number;
  /** What asks the process to end; SIGTERM unless told. */
  stopSignal?: NodeJS.Signals;
  /** All output is appended to this file. */
  logFile?: string;
  /** Run as another user (we are root then). */
  account?: { uid: number; gid: number } | undefined;
  /** SIGKILL, SIGSTOP and SIGCONT reach its children too: a paused postmaster whose sessions still answer is not a paused server. */
  withChildren?: boolean;
  /** Removed with the process if we die before it. */
  temporaryFolder?: string | undefined;
}

export interface ProcessExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/**
 * A child process in a group of its own (Ctrl-C in the terminal reaches only us, so that we can end things in order).
 * It ends with us, however we end.
 */
export interface RunningProcess {
  readonly pid: number;
  readonly running: boolean;
  /** The newest 256 KiB of both streams. */
  output(): string;
  /** Sends the signal. Does nothing to a process that has ended. */
  kill(signal: NodeJS.Signals): void;
  /** Rejects when the process still runs after `timeoutMs` (10 s). */
  waitForExit(timeoutMs?: number): Promise<ProcessExit>;
  /** Asks the process to end, and kills it when it still runs after `graceMs` (10 s). Wakes a paused one first. */
  stop(graceMs?: number): Promise<ProcessExit>;
}

/** Starts a process and waits until it is ready. Rejects with its output when it ends before or is not ready in time (30 s). */
export async function startProcess(options: ProcessOptions): Promise<RunningProcess> {
  const output = new OutputFile(options.logFile);
  const child = spawnChild(options, output);
  child.once('exit', () => {
    output.close();
  });
  await once(child, 'spawn').catch((error: unknown) => {
    output.close();
    throw error;
  });
  watchOver(child, options.stopSignal ?? 'SIGTERM', options.temporaryFolder);
  const running = new StartedProcess(child, output, options);
  try {
    await untilReady(running, output, options);
  } catch (error) {
    running.kill('SIGKILL');
    await running.waitForExit();
    throw error;
  }
  return running;
}

function spawnChild(
  { command, args = [], env = {}, cwd, account }: ProcessOptions,
  output: OutputFile,
): ChildProcess {
  return spawn(command, args, {
    env: { ...inheritedEnvironment(), ...env },
    detached: true,
    stdio: ['ignore', output.fd, output.fd],
    ...(cwd !== undefined && { cwd }),
    ...account,
  });
}

function inheritedEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, LANG, TMPDIR } = process.env;
  return { PATH, HOME, LANG, TMPDIR };
}

class StartedProcess implements RunningProcess {
  readonly pid: number;
  readonly #exited: Promise<ProcessExit>;
  readonly #child: ChildProcess;
  readonly #output: OutputFile;
  readonly #stopSignal: NodeJS.Signals;
  readonly #send: (pid: number, signal: NodeJS.Signals) => void;

  constructor(child: ChildProcess, output: OutputFile, { stopSignal, withChildren }: ProcessOptions) {
    this.pid = child.pid ?? 0;
    this.#child = child;
    this.#output = output;
    this.#stopSignal = stopSignal ?? 'SIGTERM';
    this.#send = withChildren === true ? signalTree : signalProcess;
    this.#exited = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        resolve({ code, signal });
      });
    });
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  output(): string {
    return this.#output.text;
  }

  kill(signal: NodeJS.Signals): void {
    if (this.running) this.#send(this.pid, signal);
  }

  async waitForExit(timeoutMs = 10_000): Promise<ProcessExit> {
    const exit = await this.#exitWithin(timeoutMs);
    if (exit === undefined)
      throw new Error(`Process ${this.pid} still runs after ${timeoutMs} ms\n${this.output()}`);
    return exit;
  }

  async stop(graceMs = 10_000): Promise<ProcessExit> {
    this.kill(this.#stopSignal);
    this.kill('SIGCONT');
    const exit = await this.#exitWithin(graceMs);
    if (exit !== undefined) return exit;
    this.kill('SIGKILL');
    return this.waitForExit();
  }

  async #exitWithin(timeoutMs: number): Promise<ProcessExit | undefined> {
    const timer = new AbortController();
    const expired = delay(timeoutMs, undefined, { signal: timer.signal });
    expired.catch(() => undefined);
    try {
      return await Promise.race([this.#exited, expired]);
    } finally {
      timer.abort();
    }
  }
}
