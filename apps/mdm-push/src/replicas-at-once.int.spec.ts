import { ClaimLog, type LoggedClaim } from './fixtures/claim-log.ts';
import { Scene, TestOrganization } from './fixtures/scene.ts';
import { requestsTo, setFaults, type SimulatedRequest } from './fixtures/simulators.ts';
import { setUpWorkspaceOne } from './vendors/workspace-one/workspace-one.fixtures.ts';

const platforms = ['ios', 'android'] as const;
const replicas = ['replica_one', 'replica_two'] as const;
const roundsForAll = 10;

describe('two replicas of mdm-push', () => {
  let scene: Scene;
  let log: ClaimLog;
  beforeAll(async () => {
    scene = await Scene.set({ ownPostgres: true });
    log = await ClaimLog.start(scene.servers.postgresUrl);
    for (const replica of replicas)
      await scene.startReplica({
        MDM_PUSH_POSTGRES_URL: await log.urlFor(replica),
        // Nobody stands still here: a lease that ends on a busy machine is another scene's.
        MDM_PUSH_LEASE_SECONDS: '60',
      });
  });
  afterAll(async () => {
    await log.stop();
    await scene.clear();
  });

  it('share the work at a delivery, and never do it at the same time', async () => {
    const organization = new TestOrganization(scene.tokenAdmin);
    const setUp = await setUpWorkspaceOne(scene.simulators.urls.workspaceOne);
    const { connectionId } = await organization.connect({ vendor: 'workspace-one', fields: setUp.fields });
    await setFaults(setUp.url, [{ kind: 'latency', latencyMs: 30 }]);
    let tokens = [scene.tokenAdmin.newToken('value-0')];
    const publishNext = async (): Promise<string> => {
      const token = scene.tokenAdmin.newToken(`value-${tokens.length}`);
      tokens = [...tokens, token];
      await organization.publish(...tokens);
      await organization.pushNow(connectionId);
      return token.tokenId;
    };
    for (const replica of [...replicas, ...replicas]) {
      await log.leaveTo(replica);
      await organization.until({ state: 'stored', heldTokenId: await publishNext() });
    }
    await log.leaveTo(null);
    for (let round = 0; round < roundsForAll; round += 1) await publishNext();
    await organization.until({ state: 'stored', heldTokenId: await publishNext() });
    const requests = await requestsTo(setUp.url);
    for (const platform of platforms) {
      const { uuid } = setUp.tenant.described.apps[platform];
      const ofApp = requests.filter(({ path }) => path.includes(uuid));
      const claims = await log.of(connectionId, platform);
      expect(new Set(claims.map(({ replica }) => replica))).toEqual(new Set(replicas));
      expect(claims.filter(({ tookOver }) => tookOver)).toEqual([]);
      expect(overlapping(claims)).toEqual([]);
      expect(ofApp.filter(({ method }) => method === 'PUT').length).toBeGreaterThan(1);
      expect(ofApp.filter((request) => !claims.some((claim) => isDuring(claim, request)))).toEqual([]);
      expect(writesWithoutRead(ofApp)).toEqual([]);
    }
    // Each counts what the vendor allows a tenant in a minute: both at once would come to twice as much.
    const [ios, android] = await Promise.all(platforms.map((platform) => log.of(connectionId, platform)));
    expect(sideBySide(ios ?? [], android ?? [])).toEqual([]);
  });
});

/** Claims that begin before the one before them has ended. */
const overlapping = (claims: readonly LoggedClaim[]): readonly LoggedClaim[] =>
  claims.filter((claim, index) => {
    const before = claims[index - 1];
    return before !== undefined && (before.letGoAt === null || before.letGoAt > claim.claimedAt);
  });

/** Claims on one platform that another replica made while the other platform's was held. */
const sideBySide = (claims: readonly LoggedClaim[], others: readonly LoggedClaim[]): readonly LoggedClaim[] =>
  claims.filter((claim) =>
    others.some(
      (other) =>
        other.replica !== claim.replica &&
        other.claimedAt < (claim.letGoAt ?? Infinity) &&
        claim.claimedAt < (other.letGoAt ?? Infinity),
    ),
  );

/** Instants of requests are written to the millisecond. */
const isDuring = ({ claimedAt, letGoAt }: LoggedClaim, { time }: SimulatedRequest): boolean =>
  Date.parse(time) >= claimedAt - 1 && Date.parse(time) <= (letGoAt ?? Infinity);

/** A write replaces the whole of what was read: it must have been read since the write before it. */
const writesWithoutRead = (requests: readonly SimulatedRequest[]): readonly SimulatedRequest[] => {
  const inOrder = requests.toSorted((one, other) => Date.parse(one.time) - Date.parse(other.time));
  return inOrder.filter(({ method }, index) => method === 'PUT' && inOrder[index - 1]?.method !== 'GET');
};
