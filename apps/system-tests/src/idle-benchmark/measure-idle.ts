import { setTimeout as delay } from 'node:timers/promises';
import { memoryMegabytes } from '../checks-benchmark/process-usage.ts';
import { IdleWorld } from './idle-world.bench.ts';
import { familyMicros } from './process-family.ts';

export interface Idle {
  readonly process: string;
  /** Of one core, in percent, over all minutes. */
  readonly share: number;
  /** Of the minute that took most. */
  readonly shareMax: number;
  /** Resident, at the beginning and at the end of each minute; of PostgreSQL its first process only. */
  readonly megabytes: readonly number[];
}

export interface Extent {
  readonly organizations: number;
  readonly minutes: number;
  /** Given before, for what services look at once after their start. */
  readonly settlingMinutes: number;
}

interface Sample {
  readonly atMs: number;
  readonly micros: number;
  readonly megabytes: number;
}

const minuteMs = 60_000;

/** What every process takes while nobody does anything. */
export const measureIdle = async ({
  organizations,
  minutes,
  settlingMinutes,
}: Extent): Promise<readonly Idle[]> => {
  const world = await IdleWorld.start();
  try {
    await world.fill(organizations);
    await delay(settlingMinutes * minuteMs);
    const samples = new Map([...(await world.processes())].map(([name, pid]) => [name, [sample(pid)]]));
    for (let minute = 0; minute < minutes; minute += 1) {
      await delay(minuteMs);
      for (const [name, pid] of await world.processes()) samples.get(name)?.push(sample(pid));
    }
    return [...samples].map(([name, taken]) => idle(name, taken));
  } finally {
    await world.stop();
  }
};

const sample = (pid: number): Sample => ({
  atMs: performance.now(),
  micros: familyMicros(pid),
  megabytes: Math.round(memoryMegabytes(pid).now),
});

const idle = (name: string, taken: readonly Sample[]): Idle => {
  const shares = taken.slice(1).map((after, index) => shareBetween(taken[index], after));
  return {
    process: name,
    share: shareBetween(taken[0], taken.at(-1)),
    shareMax: Math.max(...shares),
    megabytes: taken.map(({ megabytes }) => megabytes),
  };
};

/** Microseconds per millisecond are tenths of a percent; two decimals. */
const shareBetween = (before: Sample | undefined, after: Sample | undefined): number => {
  if (before === undefined || after === undefined) return Number.NaN;
  return Math.round(((after.micros - before.micros) / (after.atMs - before.atMs)) * 10) / 100;
};
