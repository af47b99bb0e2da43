import { createLogger, Loops, type LoopOptions, type SupervisedLoop } from '@mdm-gate/service-kit';
import { register } from '@prometheus-io/client';
import { schema } from '../database/schema.ts';
import { StoredDeliveries } from '../fixtures/stored-deliveries.ts';
import { DeliveryMetrics } from './delivery-metrics.ts';

/** Its rounds are begun by hand. */
class HandDriven extends Loops {
  options: LoopOptions | undefined;

  override add(options: LoopOptions): SupervisedLoop {
    this.options = options;
    return super.add(options);
  }

  round() {
    return this.options?.round(new AbortController().signal);
  }
}

const addMany = `
  INSERT INTO ${schema}.connections
    (connection_id, organization_id, name, vendor, settings, sealed_credentials, apps, configuration_key, version, created_at, changed_at)
  SELECT gen_random_uuid(), organization_id, 'many', 'other', '{}', '{}', '{}', 'key', 1, now(), now()
  FROM (SELECT organization_id FROM ${schema}.connections LIMIT 1) one, generate_series(1, 10000)`;
const addDeliveries = `
  INSERT INTO ${schema}.deliveries (connection_id, platform, organization_id, state, correlation_id, changed_at)
  SELECT connection_id, 'ios', organization_id, 'stored', 'test', now() FROM ${schema}.connections WHERE name = 'many'`;

describe('the numbers of deliveries', () => {
  let stored: StoredDeliveries;
  let loops: HandDriven;
  beforeAll(async () => {
    stored = await StoredDeliveries.open();
    loops = new HandDriven(createLogger('test', { level: 'silent' }));
    new DeliveryMetrics(stored.dataSource, loops);
  }, 120_000);
  afterAll(() => stored.close());

  const shown = async (): Promise<number> => {
    const { values } = (await register.getSingleMetric('mdm_push_deliveries')?.get()) ?? { values: [] };
    return values.reduce((sum, { value }) => sum + value, 0);
  };

  it('are counted every few seconds, and more rarely when there are many to go through', async () => {
    await stored.add('ios');
    expect(await loops.round()).toBeUndefined();
    expect(await shown()).toBe(1);
    await stored.dataSource.query(addMany);
    await stored.dataSource.query(addDeliveries);
    expect(await loops.round()).toEqual({ nextInMs: 60_000 });
    expect(await shown()).toBe(10_001);
  });
});
