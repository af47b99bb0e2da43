import {
  connectMdm,
  createOrganization,
  startGateway,
  type RunningGateway,
} from './fixtures/running-gateway.ts';

describe('token-admin', () => {
  let gateway: RunningGateway;

  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(() => gateway.stop());

  it('creates an organization, connects an MDM, generates a token and revokes it at once', async () => {
    const organization = await createOrganization(gateway);
    const { administrator, path } = organization;
    await connectMdm(organization);
    const created = await administrator.post(`${path}/mdm-tokens`, { label: 'first' });
    expect(created.status).toBe(201);
    const { token } = created.body as { token: { tokenId: string } };
    const revoked = await administrator.post(
      `${path}/mdm-tokens/${token.tokenId}/revoke`,
      { because: 'retired' },
      { ifMatch: created.headers.get('etag') },
    );
    expect(revoked.body).toMatchObject({ effective: true });
    expect(revoked.status).toBe(200);
  });
});
