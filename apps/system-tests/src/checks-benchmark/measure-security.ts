import type { RunningProcess } from '@mdm-gate/testing';
import { checkRequests, organizations } from './compare-responders.ts';
import { LoadGenerator } from './load-generator.ts';
import { cpuMicros } from './process-usage.ts';
import { securedServers } from './secured-servers.bench.ts';
import { median, rounded } from './statistics.ts';
import { World } from './world.bench.ts';

export interface SecurityRow {
  readonly name: string;
  readonly checksPerSecond: number;
  readonly cpuMicrosPerCheck: number;
  /** At 60 % of what it can answer. */
  readonly p50MsAt60Percent: number;
  readonly p99MsAt60Percent: number;
}

interface Contestant {
  readonly name: string;
  readonly verifier: RunningProcess;
  readonly generator: LoadGenerator;
}

interface Measurement {
  readonly perSecond: number;
  readonly cpu: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const underWay = 512;
const warmUpSeconds = 8;

/** What TLS, users and permissions cost a check: the same verifier on plain servers and on secured ones, in turns. */
export const measureSecurity = async (rounds: number, seconds: number): Promise<readonly SecurityRow[]> => {
  const secured = await securedServers();
  const worlds = [await World.start(), await World.start(() => Promise.resolve(secured))] as const;
  const connections = [
    LoadGenerator.connect(worlds[0].nats.url),
    LoadGenerator.connect(secured.caller.url, secured.caller.tls),
  ];
  const contestants: Contestant[] = [];
  try {
    for (const [index, world] of worlds.entries()) {
      const verifier = await world.startVerifier();
      await world.publishOrganizations(organizations);
      await world.untilEventsAreHandled();
      const generator = await connections[index];
      if (generator === undefined) throw new Error('There is nobody to ask');
      contestants.push({ name: index === 0 ? 'plain' : 'TLS, users, permissions', verifier, generator });
    }
    return await inTurns(contestants, rounds, seconds);
  } finally {
    for (const { verifier, generator } of contestants) {
      generator.close();
      await verifier.stop();
    }
    for (const world of worlds) await world.stop();
    secured.remove();
  }
};

const inTurns = async (
  contestants: readonly Contestant[],
  rounds: number,
  seconds: number,
): Promise<readonly SecurityRow[]> => {
  for (const { generator } of contestants) await generator.run({ ...load, seconds: warmUpSeconds });
  const measured = new Map<Contestant, Measurement[]>();
  for (let round = 0; round < rounds; round += 1)
    for (const contestant of contestants)
      measured.set(contestant, [...(measured.get(contestant) ?? []), await measure(contestant, seconds)]);
  return [...measured].map(([{ name }, all]) => {
    const of = (read: (one: Measurement) => number): number => rounded(median(all.map(read)));
    return {
      name,
      checksPerSecond: Math.round(of(({ perSecond }) => perSecond)),
      cpuMicrosPerCheck: of(({ cpu }) => cpu),
      p50MsAt60Percent: of(({ p50Ms }) => p50Ms),
      p99MsAt60Percent: of(({ p99Ms }) => p99Ms),
    };
  });
};

const load = { requests: checkRequests(), pace: { saturate: underWay }, rightAnswer: 'proceed' } as const;

const measure = async ({ name, verifier, generator }: Contestant, seconds: number): Promise<Measurement> => {
  const before = cpuMicros(verifier.pid);
  const { perSecond, wrong, wrongExample } = await generator.run({ ...load, seconds });
  const cpu = (cpuMicros(verifier.pid) - before) / (perSecond * seconds);
  if (wrong > 0) throw new Error(`${name} gave ${wrong} wrong answers, such as ${wrongExample}`);
  const { p50Ms, p99Ms } = await generator.run({ ...load, pace: { rate: perSecond * 0.6 }, seconds });
  return { perSecond, cpu, p50Ms, p99Ms };
};
