import { mdmVendors } from '@mdm-gate/contracts';
import { problemOf, type ApiReply } from '../fixtures/api-client.ts';
import {
  createOrganization,
  startGateway,
  type RunningGateway,
  type TestOrganization,
} from '../fixtures/running-gateway.ts';

const intune = {
  name: 'Intune',
  vendor: 'intune',
  settings: { tenantId: 'contoso.example' },
  credentials: { clientId: 'c4f1d9a0-3b62-4f8e-8c57-91e0a2d7b6f4', clientSecret: 'top-secret' },
};

const wrongFields = (reply: ApiReply) => (problemOf(reply).issues ?? []).map(({ path }) => path);

describe("the vendors' fields at the gateway", () => {
  let gateway: RunningGateway;
  let organization: TestOrganization;
  beforeAll(async () => {
    gateway = await startGateway();
    organization = await createOrganization(gateway);
  });
  afterAll(() => gateway.stop());

  const add = (body: object) => organization.administrator.post(`${organization.path}/mdm-connections`, body);

  it('are told to a console that has no page of its own for any vendor', async () => {
    const nobody = await gateway.as();
    const { status, body } = await nobody.get('/mdm-vendors');
    expect(status).toBe(200);
    const { items } = body as { items: { vendor: string; name: string; settings: { label: string }[] }[] };
    expect(items.map(({ vendor }) => vendor)).toEqual([...mdmVendors]);
    expect(items[0]?.settings[0]).toMatchObject({ name: 'tenantId', label: 'Tenant', required: true });
  });

  it.each([
    ['a missing setting', { ...intune, settings: {} }, ['settings.tenantId']],
    [
      'an unknown setting',
      { ...intune, settings: { tenantId: 'a', apiUrl: 'https://b.example' } },
      ['settings'],
    ],
    [
      'an address with a query',
      { ...intune, settings: { tenantId: 'a', graphUrl: 'https://graph.example?x' } },
      ['settings.graphUrl'],
    ],
    [
      'a credential of the wrong form',
      { ...intune, credentials: { clientId: 'x', clientSecret: 'top-secret' } },
      ['credentials.clientId'],
    ],
    [
      'half of a way to sign in',
      { ...intune, credentials: { clientId: intune.credentials.clientId } },
      ['credentials.clientSecret'],
    ],
    ['an unknown vendor', { ...intune, vendor: 'jamf' }, ['vendor']],
  ])('with %s are refused by name, and nothing is added', async (_, body, paths) => {
    const known = gateway.neighbours.neighbours.connections.size;
    const reply = await add(body);
    expect([reply.status, problemOf(reply).code]).toEqual([400, 'invalid-request']);
    expect(wrongFields(reply)).toEqual(paths);
    expect(reply.text).not.toContain('top-secret');
    expect(gateway.neighbours.neighbours.connections.size).toBe(known);
  });

  it('of a change are those of the vendor of the connection', async () => {
    const added = await add(intune);
    const { connectionId } = added.body as { connectionId: string };
    const change = (body: object) =>
      organization.administrator.request('PATCH', `${organization.path}/mdm-connections/${connectionId}`, {
        ifMatch: '"1"',
        body,
      });
    const settings = await change({ settings: { apiUrl: 'https://as1.awmdm.com' } });
    expect([settings.status, wrongFields(settings)]).toEqual([400, ['settings.tenantId', 'settings']]);
    const credentials = await change({ credentials: { username: 'a', password: 'top-secret' } });
    expect([credentials.status, wrongFields(credentials)[0]]).toEqual([400, 'credentials.clientId']);
    expect(credentials.text).not.toContain('top-secret');
  });

  it('stand in the OpenAPI document as a union by vendor', async () => {
    const document = (await (await fetch(`${gateway.url}/api/openapi.json`)).json()) as {
      paths: Record<
        string,
        { post: { requestBody: { content: { 'application/json': { schema: object } } } } }
      >;
    };
    const { schema } =
      document.paths['/api/v1/organizations/{organizationId}/mdm-connections']?.post.requestBody.content[
        'application/json'
      ] ?? {};
    expect(JSON.stringify(schema)).toMatch(/oneOf.*"const":"intune".*tenantId.*"const":"workspace-one"/);
  });
});
