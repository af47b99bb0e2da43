import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RunningProcess } from '@mdm-gate/testing';
import { checkRequests, organizations } from './compare-responders.ts';
import { LoadGenerator, type LoadRequest } from './load-generator.ts';
import { runMicros } from './process-usage.ts';
import { median, rounded } from './statistics.ts';
import { World } from './world.bench.ts';

export interface TracingRow {
  readonly name: string;
  readonly checksPerSecond: number;
  readonly cpuMicrosPerCheck: number;
  /** Processor time that a check takes more than of the row it is compared with, in percent; least and most of the rounds. */
  readonly more: string;
}

interface Variant {
  readonly name: string;
  readonly isOn: boolean;
  /** Null: callers send no trace context. */
  readonly sampledShare: number | null;
  readonly comparedWith: string | null;
}

const withoutContext = 'off, callers without';
const withContext = 'off, callers record 1 %';
const noneRecorded = 'on, callers record none';

const variants: readonly Variant[] = [
  { name: withoutContext, isOn: false, sampledShare: null, comparedWith: null },
  { name: 'on, callers without', isOn: true, sampledShare: null, comparedWith: withoutContext },
  { name: withContext, isOn: false, sampledShare: 0.01, comparedWith: null },
  { name: noneRecorded, isOn: true, sampledShare: 0, comparedWith: withContext },
  // In one process with the row above, as two of the same program differ by some percent.
  { name: 'on, callers record 1 %', isOn: true, sampledShare: 0.01, comparedWith: noneRecorded },
  // Far more than the verifier makes spans of.
  { name: 'on, callers record 10 %', isOn: true, sampledShare: 0.1, comparedWith: noneRecorded },
];

const underWay = 512;
const warmUpSeconds = 2;
/** A verifier that made no spans for a while makes up to fifty more: shorter turns would be nothing else. */
const turnSeconds = 1;

interface Measured {
  readonly perSecond: number;
  readonly cpu: number;
}

/**
 * What tracing costs: two verifiers, each with servers of its own, one with and one without it. Load comes to them in turns
 * of a second, as what the machine does beside varies by more than what is measured. Each round has new processes.
 */
export const measureTracing = async (rounds: number, seconds: number): Promise<readonly TracingRow[]> => {
  const [on, off] = [await World.start(), await World.start()];
  const collector = await startCollector();
  try {
    await Promise.all([prepare(on), prepare(off)]);
    const all: Round[] = [];
    for (let round = 0; round < rounds; round += 1)
      all.push(await measureRound({ on, off }, { seconds, collectorUrl: urlOf(collector) }));
    return variants.map((variant) => rowOf(variant, all));
  } finally {
    collector.close();
    await Promise.all([on.stop(), off.stop()]);
  }
};

const prepare = async (world: World): Promise<void> => {
  const verifier = await world.startVerifier();
  await world.publishOrganizations(organizations);
  await world.untilEventsAreHandled();
  await verifier.stop();
};

const rowOf = ({ name, comparedWith }: Variant, rounds: readonly Round[]): TracingRow => {
  const turns = rounds.flatMap((round) => round.get(name) ?? []);
  return {
    name,
    checksPerSecond: Math.round(median(turns.map(({ perSecond }) => perSecond))),
    cpuMicrosPerCheck: rounded(median(turns.map(({ cpu }) => cpu))),
    more: comparedWith === null ? '' : spread(rounds.map((round) => percentMore(round, name, comparedWith))),
  };
};

/** Turn by turn, as two that follow one another meet the same machine. */
const percentMore = (round: Round, name: string, comparedWith: string): number => {
  const others = round.get(comparedWith) ?? [];
  const turns = round.get(name) ?? [];
  return median(turns.map(({ cpu }, turn) => (cpu / (others[turn]?.cpu ?? Number.NaN) - 1) * 100));
};

const spread = (percents: readonly number[]): string =>
  `${rounded(median(percents), 1)} (${rounded(Math.min(...percents), 1)} to ${rounded(Math.max(...percents), 1)})`;

/** One verifier under load, in turns. */
class Loaded {
  readonly #turns = new Map<string, Measured[]>();

  constructor(
    private readonly verifier: RunningProcess,
    private readonly generator: LoadGenerator,
  ) {}

  static async start(world: World, environment: Readonly<Record<string, string>>): Promise<Loaded> {
    const verifier = await world.startVerifier(environment);
    return new Loaded(verifier, await LoadGenerator.connect(world.nats.url));
  }

  async warmUp(variant: Variant): Promise<void> {
    await this.#run(variant, warmUpSeconds);
  }

  async turn(variant: Variant): Promise<void> {
    const before = runMicros(this.verifier.pid);
    const perSecond = await this.#run(variant, turnSeconds);
    const cpu = (runMicros(this.verifier.pid) - before) / (perSecond * turnSeconds);
    this.#turns.set(variant.name, [...this.turnsOf(variant.name), { perSecond, cpu }]);
  }

  turnsOf(name: string): readonly Measured[] {
    return this.#turns.get(name) ?? [];
  }

  async stop(): Promise<void> {
    this.generator.close();
    await this.verifier.stop();
  }

  async #run({ sampledShare }: Variant, seconds: number): Promise<number> {
    const requests = requestsWith(sampledShare);
    const pace = { saturate: underWay };
    return (await this.generator.run({ requests, pace, seconds, rightAnswer: 'proceed' })).perSecond;
  }
}

/** The turns of each variant, as many of each, in their order. */
type Round = ReadonlyMap<string, readonly Measured[]>;

const measureRound = async (
  worlds: { readonly on: World; readonly off: World },
  { seconds, collectorUrl }: { readonly seconds: number; readonly collectorUrl: string },
): Promise<Round> => {
  const on = await Loaded.start(worlds.on, { OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl });
  const off = await Loaded.start(worlds.off, {});
  const loadedBy = ({ isOn }: Variant) => (isOn ? on : off);
  for (const variant of variants) await loadedBy(variant).warmUp(variant);
  for (let turn = 0; turn < seconds / turnSeconds; turn += 1)
    // There and back: what one leaves behind meets each of the others alike.
    for (const variant of turn % 2 === 0 ? variants : variants.toReversed())
      await loadedBy(variant).turn(variant);
  await Promise.all([on.stop(), off.stop()]);
  return new Map(variants.map((variant) => [variant.name, loadedBy(variant).turnsOf(variant.name)]));
};

const requestsOf = new Map<number | null, readonly LoadRequest[]>();

const requestsWith = (sampledShare: number | null): readonly LoadRequest[] => {
  const made = requestsOf.get(sampledShare) ?? makeRequests(sampledShare);
  requestsOf.set(sampledShare, made);
  return made;
};

const makeRequests = (sampledShare: number | null): readonly LoadRequest[] =>
  sampledShare === null
    ? checkRequests()
    : checkRequests().map((request, index) => ({
        ...request,
        traceparent: traceparent(sampledShare > 0 && index % Math.round(1 / sampledShare) === 0),
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
