import { SystemClock } from '@mdm-gate/service-kit';
import { StoredDeliveries } from '../fixtures/stored-deliveries.ts';
import { Claims } from './claims.ts';
import { DueDeliveries, type TakenDeliveries } from './due-deliveries.ts';
import { ReconcileSettings } from './reconcile-settings.ts';

const settings = new ReconcileSettings(8, 60_000, { driftCheckMs: 60_000, random: Math.random });

describe('what is due is looked for again', () => {
  let stored: StoredDeliveries;
  let due: DueDeliveries;
  beforeAll(async () => {
    stored = await StoredDeliveries.open();
    due = new DueDeliveries(stored.dataSource, new Claims(stored.dataSource), settings, new SystemClock());
  });
  afterAll(() => stored.close());
  afterEach(() => stored.clear());

  const taken = async (countMax = 8): Promise<TakenDeliveries> => due.take(countMax);

  it('seldom while nothing is', async () => {
    await stored.add('ios');
    await expect(taken()).resolves.toEqual({ claimed: [], lookInMs: 2_000 });
  });

  it('when the next one becomes due', async () => {
    const connectionId = await stored.add('ios', 'android');
    await stored.change(connectionId, "next_attempt_at = now() + interval '1 hour'", 'ios');
    await expect(taken()).resolves.toEqual({ claimed: [], lookInMs: 2_000 });
    await stored.change(connectionId, "next_attempt_at = now() + interval '1.5 seconds'", 'android');
    const { claimed, lookInMs } = await taken();
    expect(claimed).toEqual([]);
    expect(lookInMs).toBeLessThanOrEqual(1_500);
  });

  it('at once while there may be more', async () => {
    for (let count = 0; count < 3; count += 1)
      await stored.change(await stored.add('ios'), 'next_attempt_at = now()');
    const all: string[] = [];
    for (let look = await taken(2); look.lookInMs === 0; look = await taken(2))
      all.push(...look.claimed.map(({ connectionId }) => connectionId));
    expect(new Set(all).size).toBe(3);
  });

  it('soon, and not at once, while another replica works on its connection', async () => {
    const connectionId = await stored.add('ios', 'android');
    await stored.change(connectionId, 'next_attempt_at = now()', 'ios');
    await new Claims(stored.dataSource).claim(8, 60_000);
    await stored.change(connectionId, 'next_attempt_at = now()', 'android');
    await expect(taken()).resolves.toEqual({ claimed: [], lookInMs: 500 });
  });
});
