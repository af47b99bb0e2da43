import { driftsKeptMax } from '@mdm-gate/contracts';
import { schema } from '../database/schema.ts';
import { StoredDeliveries } from '../fixtures/stored-deliveries.ts';
import { driftsOf, noteDrift } from './drifts.ts';

describe('drifts', () => {
  let stored: StoredDeliveries;
  beforeAll(async () => {
    stored = await StoredDeliveries.open();
  }, 120_000);
  afterAll(() => stored.close());

  const note = (connectionId: string, platform: 'ios' | 'android') =>
    noteDrift(stored.dataSource.manager, { connectionId, platform, wantedTokenId: null, held: 'nothing' });
  const end = () => stored.dataSource.query(`UPDATE ${schema}.drifts SET ended = 'mended', ended_at = now()`);

  it('are noted once while they last, of each platform', async () => {
    const connectionId = await stored.add('ios', 'android');
    await expect(note(connectionId, 'ios')).resolves.toBe(true);
    await expect(note(connectionId, 'ios')).resolves.toBe(false);
    await expect(note(connectionId, 'android')).resolves.toBe(true);
    await end();
    await expect(note(connectionId, 'ios')).resolves.toBe(true);
    await expect(driftsOf(stored.dataSource.manager, connectionId)).resolves.toHaveLength(3);
  });

  it('are kept up to a number of each connection, the newest', async () => {
    const [connectionId, other] = [await stored.add('ios'), await stored.add('ios')];
    await note(other, 'ios');
    const [first] = await driftsOf(stored.dataSource.manager, other);
    for (let number = 0; number <= driftsKeptMax; number += 1) {
      await note(connectionId, 'ios');
      await end();
    }
    const kept = await driftsOf(stored.dataSource.manager, connectionId);
    expect(kept).toHaveLength(driftsKeptMax);
    const found = kept.map(({ foundAt }) => Date.parse(foundAt));
    expect(found).toEqual(found.toSorted((one, another) => another - one));
    await expect(driftsOf(stored.dataSource.manager, other)).resolves.toMatchObject([
      { driftId: first?.driftId },
    ]);
  });
});
