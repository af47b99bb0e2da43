import { waitFor } from '@mdm-gate/testing';
import { ClaimLog, type LoggedClaim } from './fixtures/claim-log.ts';
import { Scene, TestOrganization } from './fixtures/scene.ts';
import { requestsTo, setFaults, type SimulatedRequest } from './fixtures/simulators.ts';
import { setUpWorkspaceOne } from './vendors/workspace-one/workspace-one.fixtures.ts';

const platforms = ['ios', 'android'] as const;
const turnsOfEachMin = 3;

describe('two replicas of mdm-push', () => {
  let scene: Scene;
  let log: ClaimLog;
  beforeAll(async () => {
    scene = await Scene.set();
    log = await ClaimLog.start(scene.servers.postgresUrl);
    for (const replica of ['replica_one', 'replica_two'])
      await scene.startReplica({ MDM_PUSH_POSTGRES_URL: await log.urlFor(replica) });
  }, 120_000);
  afterAll(async () => {
    await log.stop();
    await scene.clear();
  });

  it('share the work at a delivery, and never do it at the same time', async () => {
    const organization = new TestOrganization(scene.tokenAdmin);
    const setUp = await setUpWorkspaceOne(scene.simulators.urls.workspaceOne);
    const { connectionId } = await organization.connect({ vendor: 'workspace-one', fields: setUp.fields });
    await setFaults(setUp.url, [{ kind: 'latency', latencyMs: 30 }]);
    const tokens = [scene.tokenAdmin.newToken('value-0')];
    await waitFor(
      async () => {
        await organization.publish(...tokens);
        await organization.pushNow(connectionId);
        const claims = await Promise.all(platforms.map((platform) => log.of(connectionId, platform)));
        if (claims.every(bothWorked)) return true;
        tokens.push(scene.tokenAdmin.newToken(`value-${tokens.length}`));
        return false;
      },
      { describe: 'both replicas to have worked at both deliveries', timeoutMs: 60_000, intervalMs: 200 },
    );
    await organization.until({ state: 'stored', heldTokenId: tokens.at(-1)?.tokenId ?? '' });
    const requests = await requestsTo(setUp.url);
    for (const platform of platforms) {
      const { uuid } = setUp.tenant.described.apps[platform];
      const ofApp = requests.filter(({ path }) => path.includes(uuid));
      const claims = await log.of(connectionId, platform);
      expect(claims.filter(({ tookOver }) => tookOver)).toEqual([]);
      expect(overlapping(claims)).toEqual([]);
      expect(ofApp.filter(({ method }) => method === 'PUT').length).toBeGreaterThan(1);
      expect(ofApp.filter((request) => !claims.some((claim) => isDuring(claim, request)))).toEqual([]);
      expect(writesWithoutRead(ofApp)).toEqual([]);
    }
  }, 120_000);
});

const bothWorked = (claims: readonly LoggedClaim[]): boolean =>
  ['replica_one', 'replica_two'].every(
    (name) => claims.filter(({ replica }) => replica === name).length >= turnsOfEachMin,
  );

/** Claims that begin before the one before them has ended. */
const overlapping = (claims: readonly LoggedClaim[]): readonly LoggedClaim[] =>
  claims.filter((claim, index) => {
    const before = claims[index - 1];
    return before !== undefined && (before.letGoAt === null || before.letGoAt > claim.claimedAt);
  });

/** Instants of requests are written to the millisecond. */
const isDuring = ({ claimedAt, letGoAt }: LoggedClaim, { time }: SimulatedRequest): boolean =>
  Date.parse(time) >= claimedAt - 1 && Date.parse(time) <= (letGoAt ?? Infinity);

/** A write replaces the whole of what was read: it must have been read since the write before it. */
const writesWithoutRead = (requests: readonly SimulatedRequest[]): readonly SimulatedRequest[] => {
  const inOrder = requests.toSorted((one, other) => Date.parse(one.time) - Date.parse(other.time));
  return inOrder.filter(({ method }, index) => method === 'PUT' && inOrder[index - 1]?.method !== 'GET');
};
