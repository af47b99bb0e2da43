import type { ClaimKey } from './claims.ts';
import { StoredDeliveries } from '../fixtures/stored-deliveries.ts';
import { LeaseLost } from './lease.ts';
import { PostgresFleetLedger } from './postgres-fleet-ledger.ts';
import { schema } from '../database/schema.ts';

describe('the ledger of a fleet', () => {
  let stored: StoredDeliveries;
  let claim: ClaimKey;
  beforeAll(async () => {
    stored = await StoredDeliveries.open();
  });
  afterAll(() => stored.close());
  beforeEach(async () => {
    claim = { connectionId: await stored.add('ios'), platform: 'ios', fence: '1', wantedVersion: '1' };
  });

  const change = (columns: string) => stored.change(claim.connectionId, columns);
  const ledgerOf = (key: Partial<ClaimKey> = {}) =>
    new PostgresFleetLedger(stored.dataSource, { ...claim, ...key });
  const entry = { deviceId: 'device', sentAt: 1_000, checkInAsked: false };

  it('remembers what was sent, until it is forgotten', async () => {
    await ledgerOf().record([entry, { ...entry, deviceId: 'other' }]);
    await ledgerOf().record([{ ...entry, checkInAsked: true }]);
    await ledgerOf().forget(['other']);
    const entries = await ledgerOf().entries();
    expect([...entries.values()]).toEqual([{ ...entry, checkInAsked: true, isWanted: true }]);
  });

  it('is not touched by a replica that wakes after another one has taken over', async () => {
    await change('fence = 2');
    await ledgerOf({ fence: '2' }).record([entry]);
    await expect(ledgerOf().forget(['device'])).rejects.toThrow(LeaseLost);
    await expect(ledgerOf().record([{ ...entry, sentAt: 9_000 }])).rejects.toThrow(LeaseLost);
    const entries = await ledgerOf({ fence: '2' }).entries();
    expect([...entries.values()]).toEqual([{ ...entry, isWanted: true }]);
  });

  it('is not touched for a value that is not wanted any more', async () => {
    await change('wanted_version = 2');
    await expect(ledgerOf().record([entry])).rejects.toThrow(LeaseLost);
    await expect(ledgerOf({ wantedVersion: '2' }).entries()).resolves.toEqual(new Map());
  });

  it('tells that another value was sent', async () => {
    await ledgerOf().record([entry]);
    await change('wanted_version = 2');
    await expect(ledgerOf({ wantedVersion: '2' }).entries()).resolves.toEqual(
      new Map([['device', { ...entry, isWanted: false }]]),
    );
  });

  it('lets a replica that takes over wait for what is being written', async () => {
    const runner = stored.dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query(`UPDATE ${schema}.deliveries SET fence = 2 WHERE connection_id = $1`, [
      claim.connectionId,
    ]);
    const late = ledgerOf().record([entry]);
    late.catch(() => undefined);
    await runner.commitTransaction();
    await runner.release();
    await expect(late).rejects.toThrow(LeaseLost);
    await expect(ledgerOf({ fence: '2' }).entries()).resolves.toEqual(new Map());
  });
});
