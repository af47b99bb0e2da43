import { problemOf } from '../fixtures/api-client.ts';
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
const elsewhere = { tenantId: 'contoso.example', graphUrl: 'https://graph.evil.example' };
const authority = '-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----';

describe('where values go', () => {
  let gateway: RunningGateway;
  let organization: TestOrganization;
  let path: string;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  beforeEach(async () => {
    organization = await createOrganization(gateway);
    const added = await organization.administrator.post(`${organization.path}/mdm-connections`, intune);
    path = `${organization.path}/mdm-connections/${(added.body as { connectionId: string }).connectionId}`;
  });
  afterAll(() => gateway.stop());

  const operator = () => gateway.as(`${organization.organizationId}:operator`);
  const auditRows = async () => {
    const { body } = await organization.administrator.get(`${organization.path}/audit-events`);
    return (body as { items: { action: string; outcome: string; before: unknown; after: unknown }[] }).items;
  };

  it('is not for an operator to say, who adds no connection', async () => {
    const reply = await (await operator()).post(`${organization.path}/mdm-connections`, intune);
    expect([reply.status, problemOf(reply).code]).toEqual([403, 'forbidden']);
  });

  it.each([
    ['the address', { settings: elsewhere, credentials: intune.credentials }],
    ['the tenant', { settings: { tenantId: 'other.example' } }],
    [
      'the groups that get it',
      { settings: { ...intune.settings, assignToGroupIds: [intune.credentials.clientId] } },
    ],
    ['certificate authorities', { settings: { ...intune.settings, certificateAuthorities: authority } }],
    ['the app', { apps: { ios: { bundleId: 'com.evil' } } }],
    ['the key', { configurationKey: 'OTHER' }],
  ])('is not for an operator to change: %s', async (_, body) => {
    const asked = gateway.neighbours.neighbours.changesAsked.length;
    const reply = await (await operator()).request('PATCH', path, { ifMatch: '"1"', body });
    expect([reply.status, problemOf(reply).code]).toEqual([403, 'forbidden']);
    expect(gateway.neighbours.neighbours.changesAsked.length).toBe(asked);
    expect(await auditRows()).toContainEqual(
      expect.objectContaining({ action: 'changeMdmConnection', outcome: 'refused' }),
    );
  });

  it('stays as it is when an operator renews credentials, names it, or says again what is', async () => {
    const body = {
      name: 'Intune, renamed',
      credentials: { ...intune.credentials, clientSecret: 'renewed' },
      settings: { loginUrl: 'https://login.microsoftonline.com/', ...intune.settings },
      configurationKey: 'PINGID_MDM_TOKEN',
    };
    const reply = await (await operator()).request('PATCH', path, { ifMatch: '"1"', body });
    expect(reply.status).toBe(200);
    expect(gateway.neighbours.neighbours.changesAsked.at(-1)).toMatchObject({ accountMayChange: false });
  });

  it('is changed by an administrator, and audited with the address, apps and key before and after', async () => {
    const body = {
      settings: { ...elsewhere, certificateAuthorities: authority },
      credentials: intune.credentials,
      apps: { ios: { bundleId: 'com.example.app' } },
      configurationKey: 'OTHER',
    };
    const reply = await organization.administrator.request('PATCH', path, { ifMatch: '"1"', body });
    expect(reply.status).toBe(200);
    expect(gateway.neighbours.neighbours.changesAsked.at(-1)).toMatchObject({ accountMayChange: true });
    const row = (await auditRows()).find(({ action }) => action === 'changeMdmConnection');
    expect(row).toMatchObject({
      before: {
        settings: { tenantId: 'contoso.example', graphUrl: 'https://graph.microsoft.com' },
        configurationKey: 'PINGID_MDM_TOKEN',
      },
      after: {
        settings: {
          graphUrl: 'https://graph.evil.example',
          certificateAuthorities: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string,
        },
        apps: { ios: { bundleId: 'com.example.app' } },
        configurationKey: 'OTHER',
        credentialsChanged: true,
      },
    });
    expect(JSON.stringify(row)).not.toContain('top-secret');
  });

  it('is audited with the address when a connection is added', async () => {
    expect((await auditRows()).find(({ action }) => action === 'addMdmConnection')).toMatchObject({
      after: { settings: { graphUrl: 'https://graph.microsoft.com' }, configurationKey: 'PINGID_MDM_TOKEN' },
    });
  });
});
