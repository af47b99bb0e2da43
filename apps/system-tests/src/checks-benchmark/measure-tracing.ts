import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkRequests, organizations } from './compare-responders.ts';
import { LoadGenerator, type LoadRequest } from './load-generator.ts';
import { cpuMicros } from './process-usage.ts';
import { median, rounded } from './statistics.ts';
import { World } from './world.bench.ts';

export interface TracingRow {
  readonly name: string;
  readonly checksPerSecond: number;
  readonly cpuMicrosPerCheck: number;
}

interface Variant {
  readonly name: string;
  readonly isOn: boolean;
  /** Null: callers send no trace context. */
  readonly sampledShare: number | null;
}

const variants: readonly Variant[] = [
  { name: 'off, callers without', isOn: false, sampledShare: null },
  { name: 'on, callers without', isOn: true, sampledShare: null },
  { name: 'off, callers record 1 %', isOn: false, sampledShare: 0.01 },
  { name: 'on, callers record 1 %', isOn: true, sampledShare: 0.01 },
  // One in a hundred is less than the machine varies by: a tenth of what this one costs more says what that is.
  { name: 'on, callers record 10 %', isOn: true, sampledShare: 0.1 },
];

const underWay = 512;
const warmUpSeconds = 5;

/** What tracing costs: the verifier with and without it, one after the other in each round, as they share a subject. */
export const measureTracing = async (rounds: number, seconds: number): Promise<readonly TracingRow[]> => {
  const world = await World.start();
  const collector = await startCollector();
  try {
    const first = await world.startVerifier();
    await world.publishOrganizations(organizations);
    await first.stop();
    const measured = new Map<Variant, { perSecond: number; cpu: number }[]>();
    for (let round = 0; round < rounds; round += 1)
      // There and back: what the machine does more of meanwhile meets each of them alike.
      for (const variant of round % 2 === 0 ? variants : variants.toReversed()) {
        const one = await measure(world, variant, { seconds, collectorUrl: urlOf(collector) });
        measured.set(variant, [...(measured.get(variant) ?? []), one]);
      }
    return [...measured].map(([{ name }, all]) => ({
      name,
      checksPerSecond: Math.round(median(all.map(({ perSecond }) => perSecond))),
      cpuMicrosPerCheck: rounded(median(all.map(({ cpu }) => cpu))),
    }));
  } finally {
    collector.close();
    await world.stop();
  }
};

const measure = async (
  world: World,
  { isOn, sampledShare }: Variant,
  { seconds, collectorUrl }: { readonly seconds: number; readonly collectorUrl: string },
) => {
  const verifier = await world.startVerifier(isOn ? { OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl } : {});
  const generator = await LoadGenerator.connect(world.nats.url);
  const load = { requests: requestsWith(sampledShare), pace: { saturate: underWay }, rightAnswer: 'proceed' };
  await generator.run({ ...load, seconds: warmUpSeconds });
  const before = cpuMicros(verifier.pid);
  const { perSecond } = await generator.run({ ...load, seconds });
  const cpu = (cpuMicros(verifier.pid) - before) / (perSecond * seconds);
  generator.close();
  await verifier.stop();
  return { perSecond, cpu };
};

const requestsWith = (sampledShare: number | null): readonly LoadRequest[] =>
  sampledShare === null
    ? checkRequests()
    : checkRequests().map((request, index) => ({
        ...request,
        traceparent: traceparent(index % Math.round(1 / sampledShare) === 0),
      }));

const traceparent = (isSampled: boolean): string =>
  `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-${isSampled ? '01' : '00'}`;

/** Takes everything and looks at nothing. */
const startCollector = async (): Promise<Server> => {
  const server = createServer((request, response) => {
    request.resume().once('end', () => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
};

const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
