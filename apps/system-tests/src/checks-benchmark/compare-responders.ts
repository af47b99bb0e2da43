import { randomUUID } from 'node:crypto';
import type { RunningProcess } from '@mdm-gate/testing';
import { LoadGenerator, type LoadRequest, type LoadResult, type Pace } from './load-generator.ts';
import { cpuMicros } from './process-usage.ts';
import { median, rounded } from './statistics.ts';
import { organizationAt, valueAt, type World } from './world.bench.ts';

export interface Row {
  readonly name: string;
  readonly checksPerSecond: number;
  /** At saturation, where they show the queue rather than the responder. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpuMicrosPerCheck: number;
  /** At 60 % of the responder's own saturation. */
  readonly p50MsAt60Percent: number;
  readonly p99MsAt60Percent: number;
}

export interface Extent {
  readonly rounds: number;
  readonly secondsPerRound: number;
}

interface Contestant {
  readonly name: string;
  readonly process: RunningProcess;
  readonly requests: readonly LoadRequest[];
}

interface Measurement {
  readonly saturated: LoadResult;
  readonly cpuMicrosPerCheck: number;
  readonly relaxed: LoadResult;
}

export const organizations = 1_000;
const differentRequests = 10_000;
/** With half of it the faster responders still wait for work. */
const underWay = 512;
const warmUpSeconds = 8;

/** The three responders side by side: one machine, one load generator, one round of each after the other. */
export const compareResponders = async (world: World, extent: Extent): Promise<readonly Row[]> => {
  const verifier = await world.startVerifier();
  await world.publishOrganizations(organizations);
  await world.addPlainTokens(organizations);
  const contestants: readonly Contestant[] = [
    { name: 'bare', process: await world.startResponder('bare'), requests: bareRequests() },
    { name: 'plainNest', process: await world.startResponder('plain-nest'), requests: plainNestRequests() },
    { name: 'verifier', process: verifier, requests: checkRequests() },
  ];
  const generator = await LoadGenerator.connect(world.nats.url);
  const measured = new Map<string, Measurement[]>();
  for (const contestant of contestants)
    await load(generator, contestant, { saturate: underWay }, warmUpSeconds);
  for (let round = 0; round < extent.rounds; round += 1) {
    for (const contestant of contestants) {
      const measurement = await measure(generator, contestant, extent.secondsPerRound);
      measured.set(contestant.name, [...(measured.get(contestant.name) ?? []), measurement]);
    }
  }
  generator.close();
  for (const contestant of contestants) await contestant.process.stop();
  return [...measured].map(([name, measurements]) => rowOf(name, measurements));
};

const measure = async (
  generator: LoadGenerator,
  contestant: Contestant,
  seconds: number,
): Promise<Measurement> => {
  const cpuBefore = cpuMicros(contestant.process.pid);
  const saturated = await load(generator, contestant, { saturate: underWay }, seconds);
  const cpuUsed = cpuMicros(contestant.process.pid) - cpuBefore;
  const relaxed = await load(generator, contestant, { rate: saturated.perSecond * 0.6 }, seconds);
  return { saturated, relaxed, cpuMicrosPerCheck: cpuUsed / (saturated.perSecond * seconds) };
};

const load = async (
  generator: LoadGenerator,
  { name, requests }: Contestant,
  pace: Pace,
  seconds: number,
): Promise<LoadResult> => {
  const result = await generator.run({ requests, pace, seconds, rightAnswer: 'proceed' });
  // At a fixed rate, what was held up may refuse what it cannot take in time; that shows in the percentiles.
  if ('saturate' in pace && result.wrong > 0)
    throw new Error(`${name} gave ${result.wrong} wrong answers, such as ${result.wrongExample}`);
  return result;
};

const rowOf = (name: string, measurements: readonly Measurement[]): Row => {
  const of = (read: (measurement: Measurement) => number) => rounded(median(measurements.map(read)));
  return {
    name,
    checksPerSecond: Math.round(of(({ saturated }) => saturated.perSecond)),
    p50Ms: of(({ saturated }) => saturated.p50Ms),
    p99Ms: of(({ saturated }) => saturated.p99Ms),
    cpuMicrosPerCheck: of(({ cpuMicrosPerCheck }) => cpuMicrosPerCheck),
    p50MsAt60Percent: of(({ relaxed }) => relaxed.p50Ms),
    p99MsAt60Percent: of(({ relaxed }) => relaxed.p99Ms),
  };
};

const checks = Array.from({ length: differentRequests }, (_, index) => ({
  organizationId: organizationAt(index % organizations),
  deviceId: randomUUID(),
  platform: index % 2 === 0 ? 'ios' : 'android',
  mdmToken: valueAt(index % organizations, index % 2),
}));

export const checkRequests = (): readonly LoadRequest[] =>
  checks.map((check) => ({ subject: 'mdm.check.authentication', payload: JSON.stringify(check) }));

const bareRequests = (): readonly LoadRequest[] =>
  checks.map((check) => ({ subject: 'bench.bare', payload: JSON.stringify(check) }));

/** NestJS answers only what comes in its own envelope. */
const plainNestRequests = (): readonly LoadRequest[] =>
  checks.map((data) => ({
    subject: 'bench.nest',
    payload: JSON.stringify({ pattern: 'bench.nest', data, id: '1' }),
  }));
