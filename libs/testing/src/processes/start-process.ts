import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { hangsMs } from '../hangs.ts';
import { OutputFile } from './output-file.ts';
import { type ProcessExit, type ProcessOptions, type RunningProcess } from './running-process.ts';
import { signalProcess, signalTree } from './process-tree.ts';
import { untilReady } from './until-ready.ts';
import { watchOver } from './watchdog.ts';

/** Starts a process and waits until it is ready. Rejects with its output when it ends before or is not ready in time (two minutes). */
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
  const { PATH, HOME, LANG, TMPDIR, NODE_COMPILE_CACHE } = process.env;
  return { PATH, HOME, LANG, TMPDIR, NODE_COMPILE_CACHE };
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

  async waitForExit(timeoutMs = hangsMs): Promise<ProcessExit> {
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
