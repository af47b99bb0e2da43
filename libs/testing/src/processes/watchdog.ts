import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Waits until its standard input closes, which the kernel does when our process ends, however it ends. A paused process
 * group is woken, asked to stop, and killed after twenty seconds; then its temporary folder goes.
 */
const script = `
pid=$1 signal=$2 folder=$3
read -r _
kill -s CONT -- "-$pid" 2>/dev/null
kill -s "$signal" -- "-$pid" 2>/dev/null
turns=0
while kill -s 0 -- "-$pid" 2>/dev/null && [ "$turns" -lt 200 ]; do sleep 0.1; turns=$((turns + 1)); done
kill -s KILL -- "-$pid" 2>/dev/null
if [ -n "$folder" ]; then rm -rf -- "$folder"; fi
`;

/** Sees to it that a child (a process group of its own) and its temporary folder do not outlive our process, even a SIGKILLed one. */
export function watchOver(child: ChildProcess, stopSignal: NodeJS.Signals, folder = ''): void {
  const watchdog = spawn(
    '/bin/sh',
    ['-c', script, 'watchdog', String(child.pid), stopSignal.slice(3), folder],
    // A group of its own: Ctrl-C in a terminal must not end the watchdog before what it watches.
    { stdio: ['pipe', 'ignore', 'ignore'], detached: true, cwd: '/' },
  );
  watchdog.unref();
  watchdog.stdin.on('error', () => undefined);
  child.once('exit', () => watchdog.kill('SIGKILL'));
}
