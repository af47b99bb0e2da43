import { randomUUID } from 'node:crypto';
import type { RunningProcess } from '@mdm-gate/testing';
import { checkRequests, type Extent } from './compare-responders.ts';
import { LoadGenerator, type LoadRequest } from './load-generator.ts';
import { cpuMicros } from './process-usage.ts';
import { median, rounded } from './statistics.ts';
import { organizationAt, valueAt, type World } from './world.bench.ts';

export interface BatchFigures {
  readonly checksPerSecond: number;
  readonly cpuMicrosPerCheck: number;
  /** Until 256 checks are answered, with nothing else under way. */
  readonly msFor256: number;
}

const batchSize = 256;
const differentBatches = 100;
const warmUpSeconds = 3;

/** How the same 256 checks are asked, and how many requests that is. */
interface Way {
  readonly requests: readonly LoadRequest[];
  readonly checksPerRequest: number;
}

const ways = (): Readonly<Record<'singles' | 'batches', Way>> => ({
  singles: { requests: checkRequests(), checksPerRequest: 1 },
  batches: {
    requests: Array.from({ length: differentBatches }, (_, at) => batchOf(at)),
    checksPerRequest: batchSize,
  },
});

const batchOf = (organization: number): LoadRequest => ({
  subject: 'mdm.check.batch',
  payload: JSON.stringify({
    organizationId: organizationAt(organization),
    checks: Array.from({ length: batchSize }, (_, at) => ({
      check: 'authentication',
      deviceId: randomUUID(),
      platform: at % 2 === 0 ? 'ios' : 'android',
      mdmToken: valueAt(organization, at % 2),
    })),
  }),
});

/** 256 checks in one request beside 256 requests, to a verifier that knows the world's organizations. */
export const measureBatch = async (world: World, { rounds, secondsPerRound }: Extent) => {
  const verifier = await world.startVerifier();
  const generator = await LoadGenerator.connect(world.nats.url);
  const { singles, batches } = ways();
  const measured: { singles: BatchFigures[]; batches: BatchFigures[] } = { singles: [], batches: [] };
  for (const way of [singles, batches])
    await measureWay(generator, verifier, { way, seconds: warmUpSeconds });
  for (let round = 0; round < rounds; round += 1) {
    measured.singles.push(await measureWay(generator, verifier, { way: singles, seconds: secondsPerRound }));
    measured.batches.push(await measureWay(generator, verifier, { way: batches, seconds: secondsPerRound }));
  }
  generator.close();
  await verifier.stop();
  return { singles: middle(measured.singles), batches: middle(measured.batches) };
};

const measureWay = async (
  generator: LoadGenerator,
  { pid }: RunningProcess,
  { way: { requests, checksPerRequest }, seconds }: { readonly way: Way; readonly seconds: number },
): Promise<BatchFigures> => {
  const run = async (checksUnderWay: number) => {
    const pace = { saturate: checksUnderWay / checksPerRequest };
    const result = await generator.run({ requests, pace, seconds, rightAnswer: 'proceed' });
    if (result.wrong > 0) throw new Error(`${result.wrong} wrong answers, such as ${result.wrongExample}`);
    return result.perSecond * checksPerRequest;
  };
  const oneAfterTheOther = await run(batchSize);
  const cpuBefore = cpuMicros(pid);
  const checksPerSecond = await run(2 * batchSize);
  const cpuUsed = cpuMicros(pid) - cpuBefore;
  return {
    checksPerSecond,
    cpuMicrosPerCheck: cpuUsed / (checksPerSecond * seconds),
    msFor256: (batchSize / oneAfterTheOther) * 1_000,
  };
};

const middle = (figures: readonly BatchFigures[]): BatchFigures => ({
  checksPerSecond: Math.round(median(figures.map(({ checksPerSecond }) => checksPerSecond))),
  cpuMicrosPerCheck: rounded(median(figures.map(({ cpuMicrosPerCheck }) => cpuMicrosPerCheck))),
  msFor256: rounded(median(figures.map(({ msFor256 }) => msFor256))),
});
