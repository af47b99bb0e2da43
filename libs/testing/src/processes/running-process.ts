export interface ProcessOptions {
  command: string;
  args?: readonly string[];
  /** All of the child's environment apart from PATH, HOME, LANG, TMPDIR and NODE_COMPILE_CACHE: nothing else is inherited. */
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
