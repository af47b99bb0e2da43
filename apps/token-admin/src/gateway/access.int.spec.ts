import { randomUUID } from 'node:crypto';
import { generateKeyPair } from 'jose';
import { routeCatalogue, type RouteContract } from '@mdm-gate/contracts';
import { waitFor } from '@mdm-gate/testing';
import { ApiClient, problemOf, type ApiReply } from '../fixtures/api-client.ts';
import {
  connectMdm,
  createOrganization,
  startGateway,
  type RunningGateway,
  type TestOrganization,
} from '../fixtures/running-gateway.ts';

const aTokenId = randomUUID();

const pathOf = ({ path }: RouteContract, organizationId: string): string =>
  path
    .replace('{organizationId}', organizationId)
    .replace('{tokenId}', aTokenId)
    .replace('{connectionId}', aTokenId);

/** What two answers must not differ in. */
const comparable = ({ status, text, headers }: ApiReply) => ({
  status,
  text: text.replaceAll(/"correlationId":"[^"]*"/g, ''),
  headers: [...headers].filter(([name]) => !['date', 'mdm-correlation-id'].includes(name)),
});

const ofOrganizations = routeCatalogue.filter(({ path }) => path.includes('{organizationId}'));
const named = (contracts: readonly RouteContract[]) =>
  contracts.map((contract) => [contract.operationId, contract] as const);

describe('access to the gateway', () => {
  let gateway: RunningGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startGateway({ TOKEN_ADMIN_REQUESTS_PER_MINUTE: '300' });
    organization = await createOrganization(gateway);
  });
  afterAll(() => gateway.stop());

  const call = (client: ApiClient, contract: RouteContract, organizationId = organization.organizationId) =>
    client.request(contract.method, pathOf(contract, organizationId), {
      ifMatch: '"1"',
      ...(contract.method === 'GET' ? {} : { body: {} }),
    });
  const withToken = (token: string | null) => new ApiClient(gateway.url, token);

  it.each(named(routeCatalogue))('%s needs a bearer token', async (_, contract) => {
    const reply = await call(withToken(null), contract);
    expect(reply.status).toBe(401);
    expect(problemOf(reply).code).toBe('not-authenticated');
    expect(reply.headers.get('www-authenticate')).toBe('Bearer');
    expect(reply.headers.get('content-type')).toContain('application/problem+json');
  });

  it.each(named(ofOrganizations))('%s of somebody else is the same 404 as of nobody', async (_, contract) => {
    const stranger = await gateway.as('other:administrator', `${organization.organizationId}x:administrator`);
    const theirs = await call(stranger, contract);
    const nobodys = await call(stranger, contract, `t-${randomUUID()}`);
    const malformed = await call(stranger, contract, 'Not..an-id');
    expect(theirs.status).toBe(404);
    expect(comparable(theirs)).toEqual(comparable(nobodys));
    expect(comparable(theirs)).toEqual(comparable(malformed));
  });

  it.each(named(ofOrganizations.filter(({ access }) => access !== 'viewer')))(
    '%s is forbidden to the next lower role',
    async (_, contract) => {
      const role = contract.access === 'administrator' ? 'operator' : 'viewer';
      const reply = await call(await gateway.as(`${organization.organizationId}:${role}`), contract);
      expect(problemOf(reply).code).toBe('forbidden');
      expect(reply.status).toBe(403);
    },
  );

  it('lets a viewer look, and an organization administrator create no organizations', async () => {
    const viewer = await gateway.as(`${organization.organizationId}:viewer`);
    expect((await viewer.get(`${organization.path}/mdm-tokens`)).status).toBe(200);
    const reply = await organization.administrator.post('/organizations', {
      organizationId: 'mine',
      name: 'Mine',
    });
    expect(reply.status).toBe(403);
  });

  it('lists only the organizations that the caller has a role in', async () => {
    const other = await createOrganization(gateway);
    const viewer = await gateway.as(`${other.organizationId}:viewer`);
    const { body } = await viewer.get('/organizations');
    expect(body).toMatchObject({ items: [{ organizationId: other.organizationId }], nextCursor: null });
  });

  it("does not find another organization's token", async () => {
    await connectMdm(organization);
    const created = await organization.administrator.post(`${organization.path}/mdm-tokens`, {
      label: 'mine',
    });
    const { tokenId } = (created.body as { token: { tokenId: string } }).token;
    const other = await createOrganization(gateway);
    const found = await other.administrator.get(`${other.path}/mdm-tokens/${tokenId}`);
    const unknown = await other.administrator.get(`${other.path}/mdm-tokens/${randomUUID()}`);
    const malformed = await other.administrator.get(`${other.path}/mdm-tokens/x`);
    expect(comparable(found)).toEqual(comparable(unknown));
    expect(comparable(found)).toEqual(comparable(malformed));
    expect(found.status).toBe(404);
    const revealed = await other.administrator.post(`${other.path}/mdm-tokens/${tokenId}/reveal`);
    expect(revealed.status).toBe(404);
  });

  describe('with a token that is not right', () => {
    const roles = ['platform-administrator'];
    const wrong: readonly (readonly [string, () => Promise<string>])[] = [
      ['of another audience', () => gateway.issuer.token(roles, { audience: 'another' })],
      ['of another issuer', () => gateway.issuer.token(roles, { issuer: 'http://elsewhere.example' })],
      [
        'that has expired',
        () => gateway.issuer.token(roles, { expiresAt: Math.floor(Date.now() / 1_000) - 120 }),
      ],
      [
        'signed by somebody else',
        async () => gateway.issuer.token(roles, { key: (await generateKeyPair('ES256')).privateKey }),
      ],
      ['without a subject', () => gateway.issuer.token(roles, { subject: '' })],
      ['with a subject of control characters', () => gateway.issuer.token(roles, { subject: 'a\u0000b' })],
      [
        'with alg none',
        async () => {
          const [, payload] = (await gateway.issuer.token(roles)).split('.');
          return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload ?? ''}.`;
        },
      ],
      ['that is not a JWT', () => Promise.resolve('mdmt_whatever')],
    ];
    it.each(wrong)('%s answers 401', async (_, token) => {
      const reply = await withToken(await token()).get('/organizations');
      expect(reply.status).toBe(401);
      expect(reply.text).not.toContain('stack');
    });

    it('takes no roles from a claim of another form', async () => {
      const odd = [
        { mdm_gate_roles: 'platform-administrator,acme:viewer' },
        { mdm_gate_roles: { 0: 'platform-administrator' } },
        { mdm_gate_roles: [1, null, 'platform-administrator '] },
      ];
      for (const claims of odd) {
        const subject = JSON.stringify(claims).replaceAll('"', '');
        const client = withToken(await gateway.issuer.token([], { claims, subject }));
        expect((await client.post('/organizations', { organizationId: 'odd', name: 'Odd' })).status).toBe(
          403,
        );
      }
    });
  });

  it('slows a caller down, and nobody else: one without a role before one who has something to do here', async () => {
    const list = async (subject: string, ...roles: string[]) => {
      const client = withToken(await gateway.issuer.token(roles, { subject }));
      return Promise.all(Array.from({ length: 20 }, () => client.get('/organizations')));
    };
    const refused = (await list('eager')).filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
    const busy = await list('busy', 'acme:viewer');
    expect(new Set(busy.map(({ status }) => status))).toEqual(new Set([200]));
    const calm = withToken(await gateway.issuer.token([], { subject: 'calm' }));
    expect((await calm.get('/organizations')).status).toBe(200);
  });

  it('records who was refused a change, also a stranger', async () => {
    const { organizationId, administrator, path } = await createOrganization(gateway);
    const stranger = withToken(await gateway.issuer.token(['other:administrator'], { subject: 'stranger' }));
    await stranger.put(`/organizations/${organizationId}/policy`, { mode: 'off' }, { ifMatch: '"1"' });
    const viewer = withToken(await gateway.issuer.token([`${organizationId}:viewer`], { subject: 'viewer' }));
    await viewer.put(`${path}/policy`, { mode: 'off' }, { ifMatch: '"1"' });
    const refused = await waitFor(async () => {
      const { items } = (await administrator.get(`${path}/audit-events`)).body as {
        items: { outcome: string }[];
      };
      const found = items.filter(({ outcome }) => outcome === 'refused');
      return found.length === 2 && found;
    });
    expect(refused).toMatchObject([
      {
        actor: { id: 'viewer' },
        action: 'setPolicy',
        after: { code: 'forbidden' },
        sourceAddress: '127.0.0.1',
      },
      { actor: { id: 'stranger' }, action: 'setPolicy', after: { code: 'not-found' } },
    ]);
  });
});
