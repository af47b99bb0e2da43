import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** What Linux counts of a process: see "stat" in proc(5). Null: it has ended. */
interface Counted {
  readonly parent: number;
  readonly ownTicks: number;
  readonly endedChildrenTicks: number;
}

const counted = (pid: number): Counted | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
    return {
      parent: fields[1] ?? 0,
      ownTicks: user + system,
      endedChildrenTicks: endedUser + endedSystem,
    };
  } catch {
    return null;
  }
};

export const parentOf = (pid: number): number => counted(pid)?.parent ?? 0;

/** Processor time so far of a process and its children, also of those that have ended. */
export const familyMicros = (pid: number): number => {
  const own = counted(pid);
  const children = readdirSync('/proc')
    .map((entry) => counted(Number.parseInt(entry, 10)))
    .filter((each) => each?.parent === pid);
  const ticks = [own, ...children].reduce((sum, each) => sum + (each?.ownTicks ?? 0), 0);
  return ((ticks + (own?.endedChildrenTicks ?? 0)) / ticksPerSecond) * 1_000_000;
};
