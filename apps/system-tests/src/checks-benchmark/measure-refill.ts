import { setTimeout as delay } from 'node:timers/promises';
import type { RunningProcess } from '@mdm-gate/testing';
import { memoryMegabytes } from './process-usage.ts';
import { rounded } from './statistics.ts';
import { World } from './world.bench.ts';

export interface Refill {
  readonly organizations: number;
  readonly tokens: number;
  /** From the emptying of Redis to the replica being ready again. */
  readonly seconds: number;
  readonly memoryMegabytes: number;
  readonly memoryPeakMegabytes: number;
}

const tokensPerOrganization = 3;

/** Empties Redis beside a replica that knows all organizations, and waits until it has refilled it from the stream. */
export const measureRefill = async (organizations: number): Promise<Refill> => {
  const world = await World.start();
  try {
    const first = await world.startVerifier();
    await first.stop();
    await world.publishOrganizations(organizations);
    const verifier = await world.startVerifier();
    await world.untilEventsAreHandled();
    const seconds = await secondsToRefill(world, verifier);
    const memory = memoryMegabytes(verifier.pid);
    await verifier.stop();
    return {
      organizations,
      tokens: organizations * tokensPerOrganization,
      seconds: rounded(seconds),
      memoryMegabytes: Math.round(memory.now),
      memoryPeakMegabytes: Math.round(memory.peak),
    };
  } finally {
    await world.stop();
  }
};

const secondsToRefill = async (world: World, verifier: RunningProcess): Promise<number> => {
  const healthUrl = /"healthUrl":"([^"]+)"/.exec(verifier.output())?.[1] ?? '';
  const isReady = async () => (await fetch(`${healthUrl}/readyz`)).ok;
  await world.admin.flushall();
  const startMs = performance.now();
  while (await isReady()) await delay(5);
  while (!(await isReady())) await delay(20);
  return (performance.now() - startMs) / 1_000;
};
