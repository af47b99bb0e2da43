import fc from 'fast-check';
import { Redis } from 'ioredis';
import type { ActiveSet } from '@mdm-gate/contracts';
import { createLogger } from '@mdm-gate/service-kit';
import { startRedis, waitFor, type RunningServer } from '@mdm-gate/testing';
import { RedisActiveSet } from '../active-set/redis-active-set.ts';
import { RedisConnection } from '../active-set/redis-connection.ts';
import { SeenSets } from '../active-set/seen-sets.ts';
import { activeSet, organizationId, token } from '../fixtures/active-sets.ts';

/** What happens to the messages of one organization: each number is the version of a set that arrives, on one of two replicas. */
const deliveries = (newest: number) =>
  fc.array(fc.record({ version: fc.integer({ min: 1, max: newest }), replica: fc.constantFrom(0, 1) }), {
    maxLength: 30,
  });

const scenario = fc
  .integer({ min: 1, max: 12 })
  .chain((newest) => fc.record({ newest: fc.constant(newest), deliveries: deliveries(newest) }));

describe('events that are doubled, reordered or lost', () => {
  let server: RunningServer;
  let admin: Redis;
  let connections: RedisConnection[];
  let replicas: RedisActiveSet[];

  beforeAll(async () => {
    server = await startRedis();
    admin = new Redis(server.url);
    const logger = createLogger('test', { level: 'silent' });
    connections = [0, 1].map(() => new RedisConnection({ url: server.url }, logger));
    replicas = connections.map((connection) => new RedisActiveSet(connection, new SeenSets()));
    for (const connection of connections) connection.start();
    for (const replica of replicas) await waitFor(async () => (await replica.look()) === 'empty');
    await (await replicas[0]?.startFilling())?.complete();
  });
  afterAll(async () => {
    for (const connection of connections) connection.stop();
    admin.disconnect();
    await server.stop();
  });

  /** Otherwise looked after by the service: a store that is not proven to be current knows nothing. */
  const proveCurrent = () => Promise.all(replicas.map((replica) => replica.look()));

  /** Version n holds token n as active and all before it as revoked. */
  const history = (newest: number): ActiveSet[] => {
    const tokens = Array.from({ length: newest }, () => token());
    return tokens.map((_, index) =>
      activeSet(
        index + 1,
        tokens
          .slice(0, index + 1)
          .map((each, at) => ({ ...each, state: at === index ? 'active' : 'revoked' })),
      ),
    );
  };

  it('leave every replica with the newest set that has arrived, and never take a revocation back', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async ({ newest, deliveries: delivered }) => {
        await proveCurrent();
        const [organization, sets] = [organizationId(), history(newest)];
        let model = 0;
        for (const { version, replica } of delivered) {
          const set = sets[version - 1];
          if (set === undefined) continue;
          const applied = await replicas[replica]?.apply(organization, set);
          model = Math.max(model, version);
          expect(applied).toEqual({ held: heldOf(sets[model - 1]), filled: true });
          for (const store of replicas) await expectToHold(store, organization, sets[model - 1]);
        }
        for (const store of replicas) await expectToHold(store, organization, sets[model - 1]);
      }),
      { numRuns: 150 },
    );
  });

  it('leave the same set, applied all at once', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async ({ newest, deliveries: delivered }) => {
        await proveCurrent();
        const [organization, sets] = [organizationId(), history(newest)];
        await Promise.all(
          delivered.map(async ({ version, replica }) => {
            await replicas[replica]?.apply(organization, sets[version - 1] ?? activeSet(1, []));
          }),
        );
        const model = Math.max(0, ...delivered.map(({ version }) => version));
        for (const store of replicas) await expectToHold(store, organization, sets[model - 1]);
      }),
      { numRuns: 150 },
    );
  });
});

/** What a store tells of a set that it holds and decides by. */
const heldOf = (set: ActiveSet | undefined) => ({
  lineage: set?.lineage,
  version: set?.version,
  mac: set?.mac,
  withheld: false,
  forgotten: false,
});

const expectToHold = async (
  store: RedisActiveSet,
  organization: string,
  set: ActiveSet | undefined,
): Promise<void> => {
  const asked = set?.tokens ?? [];
  const findings = await Promise.all(
    asked.map(({ digest }) => store.find({ organizationId: organization, deviceId: 'd', digests: [digest] })),
  );
  const expected = asked.map(({ state }) => ({ version: set?.version, token: { state } }));
  expect(findings).toMatchObject(expected);
  if (set !== undefined) return;
  const nothing = await store.find({ organizationId: organization, deviceId: 'd', digests: [] });
  expect(nothing).toEqual({ known: 'no-organization' });
};
