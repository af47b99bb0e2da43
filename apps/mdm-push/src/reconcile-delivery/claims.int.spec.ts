import { StoredDeliveries } from '../fixtures/stored-deliveries.ts';
import type { ClaimedDelivery } from './claimed-delivery.ts';
import { Claims, isDue } from './claims.ts';
import { schema } from '../database/schema.ts';

const leaseMs = 60_000;

describe('claims of two replicas', () => {
  let stored: StoredDeliveries;
  let [one, other]: Claims[] = [];
  beforeAll(async () => {
    stored = await StoredDeliveries.open();
  });
  afterAll(() => stored.close());
  beforeEach(() => {
    [one, other] = [new Claims(stored.dataSource), new Claims(stored.dataSource)];
  });

  const claimOf = async (replica: Claims | undefined, countMax: number) =>
    (await replica?.claim(countMax, leaseMs)) ?? [];
  const platformsFor = async (replica: Claims | undefined, connectionId: string) => {
    const claimed = await claimOf(replica, 100);
    return claimed.filter((each) => each.connectionId === connectionId).map(({ platform }) => platform);
  };

  it('leave the platforms of a connection to one of them, which counts what the vendor allows its tenant', async () => {
    const connectionId = await stored.add('ios', 'android');
    await stored.change(connectionId, 'next_attempt_at = now()', 'ios');
    await expect(platformsFor(one, connectionId)).resolves.toEqual(['ios']);
    await stored.change(connectionId, 'next_attempt_at = now()');
    await expect(platformsFor(other, connectionId)).resolves.toEqual([]);
    await expect(platformsFor(one, connectionId)).resolves.toEqual(['android']);
  });

  it('go over to the other one when the lease has ended', async () => {
    const connectionId = await stored.add('ios', 'android');
    await stored.change(connectionId, 'next_attempt_at = now()', 'ios');
    await platformsFor(one, connectionId);
    await stored.change(connectionId, "next_attempt_at = now(), lease_until = now() - interval '1 second'");
    await expect(platformsFor(other, connectionId)).resolves.toHaveLength(2);
  });

  it('are of what becomes due now, however its time is rounded', async () => {
    const connectionId = await stored.add('ios');
    const isDueAtOnce = () =>
      stored.dataSource.transaction(async (manager) => {
        const [ofIt, at] = ['WHERE connection_id = $1', [connectionId]];
        await manager.query(`UPDATE ${schema}.deliveries SET next_attempt_at = now() ${ofIt}`, at);
        const due = await manager.query<unknown[]>(
          `SELECT FROM ${schema}.deliveries ${ofIt} AND ${isDue}`,
          at,
        );
        return due.length === 1;
      });
    for (let times = 0; times < 20; times += 1) await expect(isDueAtOnce()).resolves.toBe(true);
  });

  it('tell whether nobody else has worked at a delivery since: what was seen of it is not of use otherwise', async () => {
    const connectionId = await stored.add('ios');
    const seenFromFor = async (replica: Claims | undefined) => {
      await stored.change(connectionId, 'next_attempt_at = now(), lease_until = NULL');
      const claimed = await claimOf(replica, 100);
      return claimed.find((each) => each.connectionId === connectionId)?.seenFrom;
    };
    const seen = [];
    for (const replica of [one, one, other, one, one]) seen.push(await seenFromFor(replica));
    const now = expect.any(Number) as number;
    const before = Number.NEGATIVE_INFINITY;
    expect(seen).toEqual([now, before, now, now, before]);
    expect(seen.filter(Number.isFinite)).toHaveLength(3);
  });

  it('at the same instant give each delivery to one of them, and both platforms to the same', async () => {
    for (let rounds = 0; rounds < 5; rounds += 1) {
      const connections = await Promise.all(Array.from({ length: 20 }, () => stored.add('ios', 'android')));
      await Promise.all(connections.map((id) => stored.change(id, 'next_attempt_at = now()', 'ios')));
      const claiming = [one, other, one, other].map((replica) => claimOf(replica, 11));
      const becomesDue = connections.map((id) => stored.change(id, 'next_attempt_at = now()', 'android'));
      const claimed = await Promise.all(claiming);
      await Promise.all(becomesDue);
      claimed.push(...(await Promise.all([one, other].map((replica) => claimOf(replica, 100)))));
      const keys = claimed.flat().map(({ connectionId, platform }) => `${connectionId} ${platform}`);
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys.toSorted()).toEqual(connections.flatMap((id) => [`${id} android`, `${id} ios`]).toSorted());
      const [byOne, byOther] = [0, 1].map(
        (replica) => new Set(claimed.filter((_, index) => index % 2 === replica).flatMap(connectionsOf)),
      );
      expect([...(byOne ?? [])].filter((id) => byOther?.has(id))).toEqual([]);
    }
  });
});

const connectionsOf = (claimed: readonly ClaimedDelivery[]): readonly string[] =>
  claimed.map(({ connectionId }) => connectionId);
