import { StoredDeliveries } from '../fixtures/stored-deliveries.ts';
import { Claims } from './claims.ts';

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

  const platformsFor = async (replica: Claims | undefined, connectionId: string) => {
    const claimed = (await replica?.claim(100, leaseMs)) ?? [];
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

  it('tell whether nobody else has worked at a delivery since: what was seen of it is not of use otherwise', async () => {
    const connectionId = await stored.add('ios');
    const seenFromFor = async (replica: Claims | undefined) => {
      await stored.change(connectionId, 'next_attempt_at = now(), lease_until = NULL');
      const claimed = (await replica?.claim(100, leaseMs)) ?? [];
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
    const connections = await Promise.all(Array.from({ length: 40 }, () => stored.add('ios', 'android')));
    await Promise.all(connections.map((id) => stored.change(id, 'next_attempt_at = now()')));
    const claimed = await Promise.all(
      [one, other, one, other].map(async (replica) => (await replica?.claim(11, leaseMs)) ?? []),
    );
    const holders = new Map<string, Set<number>>();
    claimed.forEach((of, index) => {
      for (const { connectionId } of of)
        holders.set(connectionId, (holders.get(connectionId) ?? new Set()).add(index % 2));
    });
    expect(claimed.flat().length).toBeGreaterThan(0);
    expect([...holders.values()].filter(({ size }) => size > 1)).toEqual([]);
    const keys = claimed.flat().map(({ connectionId, platform }) => `${connectionId} ${platform}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
