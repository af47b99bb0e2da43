import { randomUUID } from 'node:crypto';
import type { CheckCount, ChecksCounted } from '@mdm-gate/contracts';
import { createOrganization, startGateway, type RunningGateway } from '../fixtures/running-gateway.ts';
import { CheckCountLedger } from './check-count-ledger.ts';

const minuteMs = 60_000;
const minuteAgo = (minutes: number): string =>
  new Date(Math.floor(Date.now() / minuteMs) * minuteMs - minutes * minuteMs).toISOString();

const counted = (
  organizationId: string,
  minute: string,
  checks: number,
  replica = randomUUID(),
): ChecksCounted => ({
  id: randomUUID(),
  type: 'ChecksCounted',
  schemaVersion: 1,
  occurredAt: new Date().toISOString(),
  correlationId: randomUUID(),
  actor: { type: 'service', id: 'verifier' },
  organizationId,
  replica,
  minute,
  counts: [
    { decision: 'proceed', reason: 'token-active', checks },
    { decision: 'halt', reason: 'token-missing', checks: 1 },
  ],
});

describe('checks per minute', () => {
  let gateway: RunningGateway;
  let ledger: CheckCountLedger;
  beforeAll(async () => {
    gateway = await startGateway();
    ledger = new CheckCountLedger(gateway.database);
  });
  afterAll(() => gateway.stop());

  const shown = async (path: string, query = '') =>
    (
      (await (await gateway.as('platform-administrator')).get(`${path}/check-counts${query}`)).body as {
        items: CheckCount[];
      }
    ).items;

  it('are those of all replicas together, however often a replica says the same', async () => {
    const { organizationId, path } = await createOrganization(gateway);
    const minute = minuteAgo(2);
    const once = counted(organizationId, minute, 5);
    for (const event of [once, once, counted(organizationId, minute, 7)]) await ledger.takeIn(event);
    expect(await shown(path)).toEqual([
      { minute, decision: 'halt', reason: 'token-missing', checks: 2 },
      { minute, decision: 'proceed', reason: 'token-active', checks: 12 },
    ]);
  });

  it('are shown of the last minutes, of one organization, and forgotten after a day', async () => {
    const [{ organizationId, path }, other] = [
      await createOrganization(gateway),
      await createOrganization(gateway),
    ];
    const [last, earlier, yesterday] = [minuteAgo(1), minuteAgo(30), minuteAgo(2_000)];
    await ledger.takeIn(counted(other.organizationId, last, 1));
    for (const minute of [last, earlier, yesterday]) await ledger.takeIn(counted(organizationId, minute, 3));
    expect(new Set((await shown(path)).map(({ minute }) => minute))).toEqual(new Set([earlier, last]));
    expect(await shown(path, '?minutes=10')).toHaveLength(2);
    await ledger.forgetBefore(new Date(Date.now() - 86_400_000));
    expect(
      await gateway.database.query('SELECT 1 FROM token_admin.check_counts WHERE organization_id = $1', [
        organizationId,
      ]),
    ).toHaveLength(4);
  });

  it('of an organization that is not there are not kept, and stop nothing', async () => {
    await expect(ledger.takeIn(counted('nobody', minuteAgo(1), 1))).resolves.toBeUndefined();
  });
});
