import { checkRequests } from './compare-responders.ts';
import { LoadGenerator } from './load-generator.ts';
import { percentile, rounded } from './statistics.ts';
import { activeSetAt, organizationAt, World } from './world.bench.ts';

export interface Revocation {
  readonly replicas: number;
  readonly checksPerSecond: number;
  readonly revocations: number;
  /** Of the request that makes a revocation effective: `mdm.verifier.apply`. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const organizations = 1_000;
const firstRevokedOrganization = 500;
const revocations = 400;
const seconds = 6;

/** How long it takes until a revocation is effective on two replicas that are at 60 % of what they can do. */
export const measureRevocation = async (checksPerSecond: number): Promise<Revocation> => {
  const world = await World.start();
  try {
    const replicas = [await world.startVerifier(), await world.startVerifier()];
    await world.publishOrganizations(organizations);
    const generator = await LoadGenerator.connect(world.nats.url);
    const requests = checkRequests();
    await generator.run({ requests, pace: { saturate: 64 }, seconds: 1, rightAnswer: 'decision' });
    const loaded = generator.run({
      requests,
      pace: { rate: checksPerSecond * 0.6 },
      seconds,
      rightAnswer: 'decision',
    });
    const latenciesMs = await revokeMany(world);
    const { perSecond } = await loaded;
    generator.close();
    for (const replica of replicas) await replica.stop();
    return {
      replicas: replicas.length,
      checksPerSecond: Math.round(perSecond),
      revocations: latenciesMs.length,
      p50Ms: rounded(percentile(latenciesMs, 0.5)),
      p99Ms: rounded(percentile(latenciesMs, 0.99)),
    };
  } finally {
    await world.stop();
  }
};

const revokeMany = async (world: World): Promise<readonly number[]> => {
  const latenciesMs: number[] = [];
  for (let index = 0; index < revocations; index += 1) {
    const organization = firstRevokedOrganization + (index % (organizations - firstRevokedOrganization));
    const set = activeSetAt(organization, 10 + index);
    const request = {
      organizationId: organizationAt(organization),
      activeSet: { ...set, tokens: set.tokens.map((token) => ({ ...token, state: 'revoked' })) },
    };
    const startMs = performance.now();
    const reply = await world.connection.request('mdm.verifier.apply', JSON.stringify(request), {
      timeout: 5_000,
    });
    if (!reply.string().includes('activeSetVersion')) throw new Error(`not applied: ${reply.string()}`);
    latenciesMs.push(performance.now() - startMs);
  }
  return latenciesMs.toSorted((a, b) => a - b);
};
