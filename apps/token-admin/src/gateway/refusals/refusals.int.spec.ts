import type { AuditEvent } from '@mdm-gate/contracts';
import { waitFor } from '@mdm-gate/testing';
import { ApiClient, problemOf } from '../../fixtures/api-client.ts';
import { lockedRow } from '../../fixtures/locked-row.ts';
import {
  connectMdm,
  createOrganization,
  startGateway,
  type RunningGateway,
  type TestOrganization,
} from '../../fixtures/running-gateway.ts';

const organizationRow = 'SELECT 1 FROM token_admin.organizations WHERE organization_id = $1 FOR UPDATE';
const timeoutMs = 120_000;

const refusedIn = async ({ administrator, path }: TestOrganization): Promise<readonly AuditEvent[]> => {
  const { body } = await administrator.get(`${path}/audit-events?outcome=refused&limit=100`);
  return (body as { items: AuditEvent[] }).items;
};

describe('whoever is refused again and again', () => {
  let gateway: RunningGateway;
  let organization: TestOrganization;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  beforeEach(async () => {
    organization = await createOrganization(gateway);
  });
  afterAll(() => gateway.stop());

  const caller = async (subject: string, ...roles: string[]) =>
    new ApiClient(gateway.url, await gateway.issuer.token(roles, { subject }));
  const tryToEnforce = (client: ApiClient) =>
    client.put(`${organization.path}/policy`, { mode: 'off' }, { ifMatch: '"1"' });

  it('without a token that is valid here is in the log with the address, and in the figures', async () => {
    const nobody = new ApiClient(gateway.url, 'mdmt_not-a-token');
    const reply = await nobody.get('/organizations');
    expect(reply.status).toBe(401);
    const { correlationId } = problemOf(reply);
    const lines = gateway.log().split('\n');
    const line = lines.find((each) => each.includes('a request was not authenticated'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({ sourceAddress: '127.0.0.1', correlationId });
    expect(gateway.log()).not.toContain('mdmt_not-a-token');
    const figures = await (await fetch(`${gateway.healthUrl}/metrics`)).text();
    expect(figures).toMatch(/^gateway_unauthenticated_total [1-9]/m);
  });

  it('leaves one row for a caller and a reason, not one for each time', async () => {
    const [stranger, viewer] = [
      await caller('stranger'),
      await caller('viewer', `${organization.organizationId}:viewer`),
    ];
    await Promise.all(Array.from({ length: 60 }, () => tryToEnforce(stranger)));
    await Promise.all(Array.from({ length: 40 }, () => tryToEnforce(viewer)));
    const refused = await waitFor(
      async () => {
        const found = await refusedIn(organization);
        return found.length >= 2 && found;
      },
      { timeoutMs },
    );
    expect(refused.map(({ actor, after }) => [actor, after])).toEqual([
      [{ type: 'admin', id: 'viewer' }, { code: 'forbidden' }],
      [{ type: 'admin', id: 'stranger' }, { code: 'not-found' }],
    ]);
  });

  it('takes no connection to PostgreSQL from others, however long the trail cannot be written', async () => {
    const other = await createOrganization(gateway);
    const row = await lockedRow(gateway.database, organizationRow, organization.organizationId);
    const strangers = await Promise.all(
      Array.from({ length: 60 }, (_, number) => caller(`stranger ${number}`)),
    );
    const floods = strangers.map((stranger) => tryToEnforce(stranger));
    const waiting = async (): Promise<number> => {
      const [found] = await gateway.database.query<{ count: number }[]>(
        `SELECT count(*)::int AS count FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return found?.count ?? 0;
    };
    try {
      await waitFor(async () => (await waiting()) > 0, { timeoutMs });
      await Promise.all(floods);
      expect(await waiting()).toBeLessThanOrEqual(1);
      expect((await other.administrator.get(`${other.path}/mdm-tokens`)).status).toBe(200);
      await connectMdm(other);
    } finally {
      await row.release();
    }
    const all = await waitFor(
      async () => {
        const found = await refusedIn(organization);
        return found.length === 60 && found;
      },
      { timeoutMs, describe: 'all that waited to be on record' },
    );
    expect(new Set(all.map(({ actor }) => actor.id)).size).toBe(60);
  });

  type Ask = () => Promise<{ readonly status: number }>;
  const nobodyAsks =
    (method: string, address: string, body?: string): Ask =>
    () =>
      fetch(`${gateway.url}${address}`, {
        method,
        ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }),
      });

  it.each<[string, () => Ask | Promise<Ask>]>([
    ['without a role', async () => tryToEnforce.bind(null, await caller('a stranger who does not rest'))],
    ['without a token', () => nobodyAsks('GET', '/api/v1/organizations')],
    ['for an address that there is not', () => nobodyAsks('GET', '/api/v1/nowhere')],
    ['for a method that an address does not take', () => nobodyAsks('DELETE', '/api/v1/organizations')],
    ['with a body that cannot be read', () => nobodyAsks('POST', '/api/v1/organizations', '{')],
  ])('%s is told so twenty-five times a second, and takes no more of the process', async (_, asking) => {
    const ask = await asking();
    const start = performance.now();
    const replies = await Promise.all(Array.from({ length: 70 }, ask));
    expect(replies.filter(({ status }) => status < 400 || status >= 500)).toEqual([]);
    // The first forty at once, the others 40 ms apart; timers may be early by a millisecond.
    expect(performance.now() - start).toBeGreaterThan(1_150);
  });

  it('is on record for exports, and for the last connection of an organization that enforces', async () => {
    const connectionId = await connectMdm(organization);
    const path = `${organization.path}/mdm-connections/${connectionId}`;
    const operator = await caller('operator', `${organization.organizationId}:operator`);
    expect((await operator.get(`${path}/export`)).status).toBe(403);
    await organization.administrator.post(`${organization.path}/mdm-tokens`, { label: 'first' });
    const policy = `${organization.path}/policy`;
    const ifMatch = (await organization.administrator.get(policy)).headers.get('etag');
    const enforce = { mode: 'enforce', acknowledgeHaltedDevices: 0 };
    expect((await organization.administrator.put(policy, enforce, { ifMatch })).status).toBe(200);
    const removal = await organization.administrator.delete(path, { ifMatch: '"1"' });
    expect(problemOf(removal).code).toBe('last-mdm-connection');
    const refused = await waitFor(
      async () => {
        const found = await refusedIn(organization);
        return found.length >= 2 && found;
      },
      { timeoutMs },
    );
    expect(refused).toMatchObject([
      { action: 'removeMdmConnection', subjectId: connectionId, after: { code: 'last-mdm-connection' } },
      { action: 'exportConfiguration', subjectId: connectionId, actor: { id: 'operator' } },
    ]);
  });
});
