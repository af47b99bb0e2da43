import { waitFor } from '@mdm-gate/testing';
import { RefusedCredentials } from '../connection/refused-credentials.ts';
import { schema } from '../database/schema.ts';
import { StoredDeliveries } from '../fixtures/stored-deliveries.ts';
import { lockOrganization } from '../organization/organizations.ts';
import type { ReconcileLoop } from '../reconcile-delivery/reconcile-loop.ts';
import { FollowDeliveries } from './follow-deliveries.ts';

const loop = { wakeUp: () => undefined } as unknown as ReconcileLoop;
const waitingStatement = `
  SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;

describe('pushNow', () => {
  let stored: StoredDeliveries;
  beforeAll(async () => {
    stored = await StoredDeliveries.open();
  });
  afterAll(() => stored.close());

  it.each([
    ['ios', 'android'],
    ['android', 'ios'],
  ] as const)('waits for who changes the %s delivery and then the %s one', async (first, second) => {
    const { dataSource } = stored;
    const connectionId = await stored.add(first, second);
    await stored.change(connectionId, `next_attempt_at = now() + interval '1 hour'`);
    const [{ organizationId }] = await dataSource.query<[{ organizationId: string }]>(
      `SELECT organization_id AS "organizationId" FROM ${schema}.connections WHERE connection_id = $1`,
      [connectionId],
    );
    const changed = `UPDATE ${schema}.deliveries SET attempts = 1 WHERE connection_id = $1 AND platform = $2`;
    const follow = new FollowDeliveries(dataSource, loop, new RefusedCredentials(dataSource));
    const pushed = await dataSource.transaction(async (manager) => {
      await lockOrganization(manager, organizationId);
      await manager.query(changed, [connectionId, first]);
      const pushing = follow.pushNow({ organizationId, connectionId });
      await waitFor(async () => (await dataSource.query<unknown[]>(waitingStatement)).length === 1);
      await manager.query(changed, [connectionId, second]);
      // In an object, or the transaction would wait for it before it ends.
      return { pushing };
    });
    const { items } = await pushed.pushing;
    expect(items).toMatchObject([{ attempts: 1 }, { attempts: 1 }]);
    for (const { nextAttemptAt } of items)
      expect(Date.parse(nextAttemptAt ?? '')).toBeLessThanOrEqual(Date.now() + 1);
  });
});
