import { problemOf } from '../fixtures/api-client.ts';
import {
  connectMdm,
  createOrganization,
  startGateway,
  type RunningGateway,
  type TestOrganization,
} from '../fixtures/running-gateway.ts';

describe('removing an MDM connection', () => {
  let gateway: RunningGateway;
  let organization: TestOrganization;
  let connectionId: string;

  beforeAll(async () => {
    gateway = await startGateway();
  });
  beforeEach(async () => {
    organization = await createOrganization(gateway);
    connectionId = await connectMdm(organization);
    await organization.administrator.post(`${organization.path}/mdm-tokens`, { label: 'first' });
  });
  afterAll(() => gateway.stop());

  const setPolicy = async (mode: string): Promise<void> => {
    const path = `${organization.path}/policy`;
    const ifMatch = (await organization.administrator.get(path)).headers.get('etag');
    const wanted = { mode, acknowledgeHaltedDevices: 0 };
    expect((await organization.administrator.put(path, wanted, { ifMatch })).status).toBe(200);
  };
  const mdmIntegrated = async () =>
    (await organization.administrator.get(`${organization.path}/policy`)).body as { mdmIntegrated: boolean };
  const remove = async (id: string) => {
    const operator = await gateway.as(`${organization.organizationId}:operator`);
    return operator.request('DELETE', `${organization.path}/mdm-connections/${id}`, { ifMatch: '"1"' });
  };

  it('is refused for the last one while the policy is enforced, and nothing is removed', async () => {
    await setPolicy('enforce');
    const refused = await remove(connectionId);
    expect([refused.status, problemOf(refused).code]).toEqual([409, 'last-mdm-connection']);
    expect(gateway.neighbours.neighbours.connections.has(connectionId)).toBe(true);
    expect(await mdmIntegrated()).toMatchObject({ mdmIntegrated: true });
  });

  it('is done once another one is there', async () => {
    await setPolicy('enforce');
    const other = await connectMdm(organization);
    expect((await remove(connectionId)).status).toBe(204);
    expect(await mdmIntegrated()).toMatchObject({ mdmIntegrated: true });
    expect((await remove(other)).status).toBe(409);
  });

  it.each(['off', 'monitor'])('is done for the last one while the policy is %s', async (mode) => {
    await setPolicy(mode);
    expect((await remove(connectionId)).status).toBe(204);
    expect(await mdmIntegrated()).toMatchObject({ mdmIntegrated: false });
  });
});
