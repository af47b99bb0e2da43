import { Administrator } from './administrator.bench.ts';
import { checkRequests } from './compare-responders.ts';
import { LoadGenerator } from './load-generator.ts';
import { percentile, rounded } from './statistics.ts';
import { World } from './world.bench.ts';

export interface Revocation {
  readonly replicas: number;
  readonly checksPerSecond: number;
  readonly revocations: number;
  /** Those that were answered 200 `effective: true`, not 202. */
  readonly effective: number;
  /** Of the HTTP call, from the request to its answer. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const organizations = 1_000;
const revokingOrganizations = 50;
const tokensEach = 10;
const seconds = 8;

/** How long revoke calls take, one after the other, while two replicas get 60 % of the checks that one alone can answer. */
export const measureRevocation = async (checksPerSecond: number): Promise<Revocation> => {
  const world = await World.start();
  const replicas = [await world.startVerifier(), await world.startVerifier()];
  const administrator = await Administrator.start(world);
  try {
    await world.publishOrganizations(organizations);
    const tokens = await tokensToRevoke(world, administrator);
    const generator = await LoadGenerator.connect(world.nats.url);
    const load = { requests: checkRequests(), rightAnswer: 'decision' };
    await generator.run({ ...load, pace: { saturate: 64 }, seconds: 2 });
    const running = generator.run({ ...load, pace: { rate: checksPerSecond * 0.6 }, seconds });
    const revoked = await revokeDuring(running, administrator, tokens);
    const { perSecond } = await running;
    generator.close();
    return { replicas: replicas.length, checksPerSecond: Math.round(perSecond), ...revoked };
  } finally {
    await administrator.stop();
    for (const replica of replicas) await replica.stop();
    await world.stop();
  }
};

const tokensToRevoke = async (world: World, administrator: Administrator): Promise<readonly string[]> => {
  const tokens: string[] = [];
  for (let index = 0; index < revokingOrganizations; index += 1) {
    const organizationId = `revoking-${index}`;
    await administrator.addOrganization(world, organizationId);
    for (let count = 0; count < tokensEach; count += 1)
      tokens.push(await administrator.createToken(organizationId));
  }
  return tokens;
};

const revokeDuring = async (
  running: Promise<unknown>,
  administrator: Administrator,
  tokens: readonly string[],
) => {
  const under = { load: true };
  void running.finally(() => (under.load = false));
  const latenciesMs: number[] = [];
  let effective = 0;
  for (const token of tokens) {
    if (!under.load) break;
    const startMs = performance.now();
    if (await administrator.revoke(token)) effective += 1;
    latenciesMs.push(performance.now() - startMs);
  }
  const sorted = latenciesMs.toSorted((a, b) => a - b);
  const [p50Ms, p99Ms] = [rounded(percentile(sorted, 0.5)), rounded(percentile(sorted, 0.99))];
  return { revocations: sorted.length, effective, p50Ms, p99Ms };
};
