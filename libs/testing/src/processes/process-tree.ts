import { readdirSync, readFileSync } from 'node:fs';

/** Signals that a process cannot catch, and so cannot pass on to its children itself. */
const uncatchable: readonly NodeJS.Signals[] = ['SIGKILL', 'SIGSTOP', 'SIGCONT'];

/**
 * Signals a process, and with a signal that it cannot catch its children too. They are found in /proc; where there is
 * none (macOS), only the process itself is signalled.
 */
export function signalTree(pid: number, signal: NodeJS.Signals): void {
  const children = uncatchable.includes(signal) ? childrenOf(pid) : [];
  for (const each of [pid, ...children]) signalProcess(each, signal);
}

/** Does nothing when there is no such process any more. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Also true of one that has ended while nobody has taken note of it yet. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function childrenOf(parent: number): number[] {
  return runningPids().filter((pid) => parentOf(pid) === parent);
}

/** Empty where there is no /proc (macOS). */
export function runningPids(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

/** /proc/<pid>/stat reads `pid (name) state parent …`, and the name may hold blanks and brackets. */
function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(
      stat
        .slice(stat.lastIndexOf(')') + 1)
        .trim()
        .split(' ')[1],
    );
  } catch {
    return undefined;
  }
}
