import { connect, type NatsConnection } from '@nats-io/transport-node';
import { Product } from '../fixtures/product.ts';
import { services, workspaceRoot } from '../fixtures/service-processes.ts';
import { Load, organizationId } from './load.ts';
import { buildOf, releaseBefore } from './version-before.ts';

const minutes = 60_000;

/** `npm run campaign:upgrade` begins with another version, in two replicas: a commit, or `release` for the newest one. */
const given = process.env['UPGRADE_FROM'];
const from = given === 'release' ? releaseBefore() : given;

const replicas = from === undefined ? 1 : 2;

let before = { folder: workspaceRoot, remove: (): void => undefined };
let product: Product;
let connection: NatsConnection;

beforeAll(async () => {
  if (from !== undefined) before = buildOf(from);
  product = await Product.start(before.folder);
  for (const service of services) await product.startReplicas(service, replicas, before.folder);
  connection = await connect({ servers: product.surroundings.nats.url });
  await product.gateway.createOrganization(organizationId);
}, 40 * minutes);

afterAll(async () => {
  await connection.close();
  await product.stop();
  before.remove();
}, 5 * minutes);

it(
  'every service is replaced under load: no check is unanswered or wrong, and no change is lost',
  async () => {
    const load = new Load(connection, product.gateway);
    await load.start();
    for (const service of ['token-admin', 'mdm-push'] as const) await product.surroundings.migrate(service);
    for (const service of services) await product.replace(service);
    await load.stop();
    await load.checkEveryToken();

    expect({ unanswered: load.unanswered, wrong: load.wrong, lost: load.lostChanges }).toEqual({
      unanswered: [],
      wrong: [],
      lost: [],
    });
    expect(load.checks).toBeGreaterThan(100);
    expect(load.changes).toBeGreaterThan(10);
    const states = await product.gateway.statesOfTokens(organizationId);
    const known = [...load.tokens, ...load.following];
    expect(Object.keys(states).sort()).toEqual(known.map(({ tokenId }) => tokenId).sort());
    expect(known.filter(({ tokenId, expected }) => states[tokenId] !== expected)).toEqual([]);
    const { checks, changes, following } = load;
    const figures = {
      from: from ?? 'the same version',
      checks,
      changes,
      followed: following.length,
      ...product.gateway.attempts,
    };
    process.stderr.write(`${JSON.stringify(figures)}\n`);
  },
  15 * minutes,
);
