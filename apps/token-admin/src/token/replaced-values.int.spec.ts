import { problemOf } from '../fixtures/api-client.ts';
import {
  createOrganization,
  startGateway,
  type RunningGateway,
  type TestOrganization,
} from '../fixtures/running-gateway.ts';

const connections = {
  intune: {
    settings: { tenantId: 'contoso.example' },
    credentials: { clientId: 'c4f1d9a0-3b62-4f8e-8c57-91e0a2d7b6f4', clientSecret: 'secret' },
  },
  'workspace-one': {
    settings: { apiUrl: 'https://as1.awmdm.com' },
    credentials: { clientId: 'a', clientSecret: 'b' },
  },
  'ivanti-neurons': {
    settings: { apiUrl: 'https://na1.mobileiron.com' },
    credentials: { username: 'a', password: 'b' },
  },
  'ivanti-epmm': {
    settings: { apiUrl: 'https://mdm.example.com' },
    credentials: { username: 'a', password: 'b' },
  },
  other: { settings: {}, credentials: {} },
} as const;
type Vendor = keyof typeof connections;

describe('a value that an MDM would replace', () => {
  let gateway: RunningGateway;
  let organization: TestOrganization;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  beforeEach(async () => {
    organization = await createOrganization(gateway);
  });
  afterAll(() => gateway.stop());

  const add = (vendor: Vendor) =>
    organization.administrator.post(`${organization.path}/mdm-connections`, {
      name: `My ${vendor}`,
      vendor,
      ...connections[vendor],
    });
  const idOf = async (vendor: Vendor) => ((await add(vendor)).body as { connectionId: string }).connectionId;
  const create = (body: object) =>
    organization.administrator.post(`${organization.path}/mdm-tokens`, { label: 'by hand', ...body });

  it.each([
    ['workspace-one', 'x{DeviceUid}yz', 'intune'],
    ['ivanti-epmm', 'a$EMAIL$bcd', 'workspace-one'],
    ['ivanti-neurons', 'a$EMAIL$bcd', 'intune'],
    ['other', 'tok-$UDID', 'ivanti-epmm'],
    ['other', '%_SERIALNUMBER_%', 'intune'],
  ] as const)('is refused where a %s connection would get it: %s', async (vendor, value, harmless) => {
    const other = await idOf(harmless);
    const replacing = await idOf(vendor);
    const refused = await create({ value });
    expect([refused.status, problemOf(refused).code]).toEqual([409, 'token-value-replaced']);
    expect(problemOf(refused).detail).toContain(`"My ${vendor}"`);
    expect(refused.text).not.toContain(value);
    expect((await create({ value, connectionId: replacing })).status).toBe(409);
    expect((await create({ value, connectionId: other })).status).toBe(201);
  });

  it('is refused when a value is edited', async () => {
    await add('workspace-one');
    const created = await create({ value: 'kept-by-everybody' });
    const { token } = created.body as { token: { tokenId: string } };
    const reply = await organization.administrator.request(
      'PATCH',
      `${organization.path}/mdm-tokens/${token.tokenId}`,
      { ifMatch: created.headers.get('etag'), body: { value: 'x{DeviceUid}yz' } },
    );
    expect([reply.status, problemOf(reply).code]).toEqual([409, 'token-value-replaced']);
  });

  it('keeps a connection from being added that would replace it, until it is revoked', async () => {
    await add('intune');
    const created = await create({ value: 'x{DeviceUid}yz' });
    expect(created.status).toBe(201);
    const refused = await add('workspace-one');
    expect([refused.status, problemOf(refused).code]).toEqual([409, 'token-value-replaced']);
    expect(problemOf(refused).detail).toContain('"by hand"');
    expect(refused.text).not.toContain('x{DeviceUid}yz');
    const { token } = created.body as { token: { tokenId: string } };
    const revoke = `${organization.path}/mdm-tokens/${token.tokenId}/revoke`;
    await organization.administrator.request('POST', revoke, {
      ifMatch: created.headers.get('etag'),
      body: { because: 'retired' },
    });
    expect((await add('workspace-one')).status).toBe(201);
  });

  it('keeps a connection from being moved, and not from being renamed', async () => {
    const connectionId = await idOf('workspace-one');
    // As it was entered while nobody looked at that.
    gateway.neighbours.neighbours.connections.delete(connectionId);
    await add('intune');
    expect((await create({ value: 'x{DeviceUid}yz' })).status).toBe(201);
    const { organizationId } = organization;
    gateway.neighbours.neighbours.connections.set(connectionId, {
      connectionId,
      organizationId,
      name: 'Old',
      vendor: 'workspace-one',
      settings: { ...connections['workspace-one'].settings },
      apps: { ios: { bundleId: 'com.example.app' } },
      configurationKey: 'KEY',
      version: 1,
      createdAt: new Date().toISOString(),
      changedAt: new Date().toISOString(),
    });
    const change = (body: object, ifMatch: string) =>
      organization.administrator.request('PATCH', `${organization.path}/mdm-connections/${connectionId}`, {
        ifMatch,
        body,
      });
    expect((await change({ configurationKey: 'OTHER' }, '"1"')).status).toBe(409);
    expect((await change({ name: 'New' }, '"1"')).status).toBe(200);
  });

  it('is never one that was generated', async () => {
    for (const vendor of Object.keys(connections)) await add(vendor as Vendor);
    expect((await create({})).status).toBe(201);
  });
});
