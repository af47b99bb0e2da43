import { randomUUID } from 'node:crypto';
import { CodedError } from '@mdm-gate/service-kit';
import { waitFor } from '@mdm-gate/testing';
import type { AuditEvent, Operation } from '@mdm-gate/contracts';
import { problemOf, type ApiReply } from '../fixtures/api-client.ts';
import { lockedRow } from '../fixtures/locked-row.ts';
import {
  connectMdm,
  createOrganization,
  startGateway,
  type RunningGateway,
  type TestOrganization,
} from '../fixtures/running-gateway.ts';

const organizationRow = 'SELECT 1 FROM token_admin.organizations WHERE organization_id = $1 FOR UPDATE';
const timeoutMs = 60_000;

describe('an act that has an effect in another service', () => {
  let gateway: RunningGateway;
  let organization: TestOrganization;
  let connectionId: string;

  beforeAll(async () => {
    gateway = await startGateway();
  });
  beforeEach(async () => {
    gateway.neighbours.script.reset();
    organization = await createOrganization(gateway);
    connectionId = await connectMdm(organization);
    gateway.neighbours.script.reset();
  });
  afterAll(() => gateway.stop());

  const connections = () => `${organization.path}/mdm-connections`;
  const trail = async (): Promise<string[]> => {
    const { body } = await organization.administrator.get(`${organization.path}/audit-events?limit=100`);
    const { items } = body as { items: AuditEvent[] };
    return items.map(({ action, outcome }) => `${action} ${outcome}`);
  };
  const operationAt = async (reply: ApiReply): Promise<Operation> => {
    const location = reply.headers.get('location') ?? '';
    expect(location).toMatch(/^\/api\/v1\/organizations\/.*\/operations\//);
    const found = await organization.administrator.get(location.replace('/api/v1', ''));
    return found.body as Operation;
  };
  const until = (reply: ApiReply, state: string) =>
    waitFor(async () => (await operationAt(reply)).state === state, { timeoutMs, describe: state });

  const bodies: Readonly<Record<string, object>> = {
    'mdm-connections': { name: 'x', vendor: 'other', settings: {}, credentials: {} },
    'device-releases': { deviceId: 'a-device' },
  };
  const acts: readonly (readonly [string, () => Promise<ApiReply>])[] = [
    ['addMdmConnection', () => organization.administrator.post(connections(), bodies['mdm-connections'])],
    [
      'changeMdmConnection',
      () =>
        organization.administrator.patch(
          `${connections()}/${connectionId}`,
          { name: 'renamed' },
          { ifMatch: '"1"' },
        ),
    ],
    [
      'removeMdmConnection',
      () => organization.administrator.delete(`${connections()}/${connectionId}`, { ifMatch: '"1"' }),
    ],
    ['pushNow', () => organization.administrator.post(`${connections()}/${connectionId}/push`)],
    [
      'confirmDelivery',
      () =>
        organization.administrator.post(`${connections()}/${connectionId}/confirm`, {
          platform: 'ios',
          tokenId: randomUUID(),
        }),
    ],
    [
      'releaseDevice',
      () =>
        organization.administrator.post(`${organization.path}/device-releases`, bodies['device-releases']),
    ],
  ];

  it.each(acts)(
    '%s whose answer is lost is under way, is asked for again, and ends',
    async (action, call) => {
      gateway.neighbours.script.loseAnswers(action, 1);
      const reply = await call();
      expect(reply.status).toBe(202);
      const operation = await operationAt(reply);
      expect(operation).toMatchObject({ action, actor: { type: 'admin' } });
      expect((await trail())[0]).toBe(`${action} intended`);
      await until(reply, 'done');
      const recorded = await trail();
      expect(recorded.filter((line) => line.startsWith(action)).slice(0, 2)).toEqual([
        `${action} allowed`,
        `${action} intended`,
      ]);
      expect(gateway.neighbours.script.done(action)).toBe(action === 'pushNow' ? 2 : 1);
    },
  );

  it.each(acts)('%s that could not be asked for has not happened, and says so', async (action, call) => {
    gateway.neighbours.script.refuse(action, new CodedError('conflict'));
    const reply = await call();
    expect([reply.status, problemOf(reply).code]).toEqual([409, 'conflict']);
    expect(await trail()).toEqual(
      expect.arrayContaining([`${action} refused`, `${action} intended`]) as unknown,
    );
    expect((await trail()).filter((line) => line === `${action} refused`)).toHaveLength(1);
    const { body } = await organization.administrator.get(`${organization.path}/operations?state=failed`);
    expect(body).toMatchObject({ items: [{ action, state: 'failed', failure: { code: 'conflict' } }] });
  });

  it('is not begun while its intent cannot be committed', async () => {
    const { organizationId } = organization;
    const row = await lockedRow(gateway.database, organizationRow, organizationId);
    const changing = acts[1]?.[1]();
    try {
      await waitFor(async () => {
        const [waiting] = await gateway.database.query<{ count: number }[]>(
          `SELECT count(*)::int AS count FROM pg_stat_activity
           WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return (waiting?.count ?? 0) > 0;
      });
      expect(gateway.neighbours.script.done('changeMdmConnection')).toBe(0);
    } finally {
      await row.release();
    }
    expect((await changing)?.status).toBe(200);
  });

  it('answers a repeated request with what came of it, and does it once', async () => {
    gateway.neighbours.script.loseAnswers('addMdmConnection', 1);
    const headers = { 'idempotency-key': randomUUID() };
    const add = () => organization.administrator.post(connections(), bodies['mdm-connections'], { headers });
    const first = await add();
    expect(first.status).toBe(202);
    await until(first, 'done');
    const second = await add();
    expect(second.status).toBe(201);
    expect((second.body as { connectionId: string }).connectionId).toBe(
      (first.body as Operation).operationId,
    );
    expect(gateway.neighbours.script.done('addMdmConnection')).toBe(1);
  });

  it('is shown to those who may look at the organization, and to nobody else', async () => {
    gateway.neighbours.script.loseAnswers('releaseDevice', 1);
    const reply = await organization.administrator.post(
      `${organization.path}/device-releases`,
      bodies['device-releases'],
    );
    const path = (reply.headers.get('location') ?? '').replace('/api/v1', '');
    const viewer = await gateway.as(`${organization.organizationId}:viewer`);
    expect((await viewer.get(path)).status).toBe(200);
    const stranger = await gateway.as('other:administrator');
    expect((await stranger.get(path)).status).toBe(404);
    const other = await createOrganization(gateway);
    const elsewhere = path.replace(organization.organizationId, other.organizationId);
    expect((await other.administrator.get(elsewhere)).status).toBe(404);
    await until(reply, 'done');
  });

  it('removes not both of the last two connections, however many are asked for at the same instant', async () => {
    for (let round = 0; round < 5; round += 1) {
      organization = await createOrganization(gateway);
      const ids = [await connectMdm(organization), await connectMdm(organization)];
      const ifMatch = (await organization.administrator.get(`${organization.path}/policy`)).headers.get(
        'etag',
      );
      const enforce = { mode: 'enforce', acknowledgeHaltedDevices: 0 };
      expect(
        (await organization.administrator.put(`${organization.path}/policy`, enforce, { ifMatch })).status,
      ).toBe(200);
      const replies = await Promise.all(
        ids.map((id) => organization.administrator.delete(`${connections()}/${id}`, { ifMatch: '"1"' })),
      );
      expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 409]);
      const { body } = await organization.administrator.get(`${organization.path}/policy`);
      expect(body).toMatchObject({ mdmIntegrated: true });
    }
  });

  it('keeps the last connection while the removal of the other one is in doubt', async () => {
    const other = await connectMdm(organization);
    const path = `${organization.path}/policy`;
    const ifMatch = (await organization.administrator.get(path)).headers.get('etag');
    await organization.administrator.put(path, { mode: 'enforce', acknowledgeHaltedDevices: 0 }, { ifMatch });
    gateway.neighbours.script.loseAnswers('removeMdmConnection', 1);
    const remove = (id: string) =>
      organization.administrator.delete(`${connections()}/${id}`, { ifMatch: '"1"' });
    const first = await remove(connectionId);
    expect(first.status).toBe(202);
    const second = await remove(other);
    expect([second.status, problemOf(second).code]).toEqual([409, 'last-mdm-connection']);
    await until(first, 'done');
    expect(problemOf(await remove(other)).code).toBe('last-mdm-connection');
    expect(await trail()).toEqual(
      expect.arrayContaining(['removeMdmConnection allowed', 'removeMdmConnection refused']) as unknown,
    );
  });

  describe('a change of tokens', () => {
    const tokens = () => `${organization.path}/mdm-tokens`;
    const create = async () => {
      const { body } = await organization.administrator.post(tokens(), { label: 'first' });
      return (body as { token: { tokenId: string } }).token.tokenId;
    };
    const changes: readonly (readonly [string, (tokenId: string) => Promise<ApiReply>])[] = [
      [
        'revokeToken',
        (tokenId) =>
          organization.administrator.post(
            `${tokens()}/${tokenId}/revoke`,
            { because: 'compromised' },
            { ifMatch: '"1"' },
          ),
      ],
      [
        'editToken',
        (tokenId) =>
          organization.administrator.patch(
            `${tokens()}/${tokenId}`,
            { value: 'another-value-by-hand' },
            { ifMatch: '"1"' },
          ),
      ],
    ];

    it.each(changes)(
      '%s says whether it is effective, and its operation when it is',
      async (action, change) => {
        gateway.neighbours.verifier.problem = new CodedError('dependency-unavailable');
        const reply = await change(await create());
        expect(reply.status).toBe(202);
        expect(reply.body).toMatchObject({ effective: false });
        const { activeSetVersion } = reply.body as { activeSetVersion: number };
        expect(await operationAt(reply)).toMatchObject({ action, state: 'under-way', activeSetVersion });
        gateway.neighbours.verifier.problem = null;
        await until(reply, 'effective');
        expect((await trail())[0]).toBe('takeEffect allowed');
      },
    );

    it('a revocation that is not effective yet shows in Prometheus, with its age', async () => {
      gateway.neighbours.verifier.problem = new CodedError('dependency-unavailable');
      const [[, revoke] = []] = changes.filter(([action]) => action === 'revokeToken');
      const reply = await revoke?.(await create());
      expect(reply?.status).toBe(202);
      const grown = /^operations_oldest_seconds\{kind="revocation"\} (?!0$)/m;
      const metrics = async () => (await fetch(`${gateway.healthUrl}/metrics`)).text();
      await waitFor(async () => grown.test(await metrics()), { timeoutMs });
      expect(await metrics()).toMatch(/^operations_under_way\{kind="revocation"\} [1-9]/m);
      gateway.neighbours.verifier.problem = null;
      await waitFor(async () => !grown.test(await metrics()), { timeoutMs });
    });

    it.each(changes)('%s is effective at once where it can be', async (_, change) => {
      const tokenId = await create();
      const reply = await change(tokenId);
      expect([200, 202]).toContain(reply.status);
      const { operationId } = reply.body as { operationId: string };
      const path = `${organization.path}/operations/${operationId}`;
      await waitFor(
        async () => ((await organization.administrator.get(path)).body as Operation).state === 'effective',
        { timeoutMs },
      );
    });
  });
});
