import { randomUUID } from 'node:crypto';
import { waitFor } from '@mdm-gate/testing';
import {
  connectMdm,
  createOrganization,
  startGateway,
  type RunningGateway,
} from './fixtures/running-gateway.ts';

/** An event of mdm-push, as it comes over the stream. */
const eventOf = (organizationId: string, type: string, fields: object) => ({
  id: randomUUID(),
  schemaVersion: 1 as const,
  occurredAt: new Date().toISOString(),
  correlationId: 'test',
  actor: { type: 'service' as const, id: 'mdm-push' },
  organizationId,
  type,
  ...fields,
});

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

  it('reports tokens that are to expire ahead of time: in the token, in the list and in the metrics', async () => {
    const organization = await createOrganization(gateway);
    const { administrator, path } = organization;
    await connectMdm(organization);
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
    await administrator.post(`${path}/mdm-tokens`, { label: 'soon', expiresAt: inDays(5) });
    await administrator.post(`${path}/mdm-tokens`, { label: 'later', expiresAt: inDays(90) });
    await administrator.post(`${path}/mdm-tokens`, { label: 'never', value: 'password' });
    const { body } = await administrator.get(`${path}/mdm-tokens`);
    expect(body).toMatchObject({
      items: [
        { label: 'never', warnings: ['weak-value', 'not-delivered'] },
        { label: 'later', warnings: ['not-delivered'] },
        { label: 'soon', warnings: ['expires-soon', 'not-delivered'] },
      ],
    });
    const soon = await administrator.get(`${path}/mdm-tokens?expiresWithinDays=30`);
    expect((soon.body as { items: { label: string }[] }).items.map(({ label }) => label)).toEqual(['soon']);
    const metrics = await (await fetch(`${gateway.healthUrl}/metrics`)).text();
    expect(metrics).toMatch(/mdm_tokens_expiring\{within_days="7"\} \d+/);
  });

  it('knows from mdm-push which connections hold a token, and then lets the policy be enforced', async () => {
    const organization = await createOrganization(gateway);
    const { administrator, path, organizationId } = organization;
    const connectionId = await connectMdm(organization);
    const created = await administrator.post(`${path}/mdm-tokens`, { label: 'first' });
    const { tokenId } = (created.body as { token: { tokenId: string } }).token;
    const enforce = () => administrator.put(`${path}/policy`, { mode: 'enforce' }, { ifMatch: '"1"' });
    expect((await enforce()).status).toBe(409);
    await gateway.neighbours.publisher.publish(
      eventOf(organizationId, 'TokenDelivered', { connectionId, platform: 'ios', tokenId }),
    );
    await waitFor(async () => {
      const { body } = await administrator.get(`${path}/mdm-tokens/${tokenId}`);
      return (body as { heldBy: object[] }).heldBy.length === 1;
    });
    expect((await enforce()).status).toBe(200);
    const value = 'another value entered by hand';
    const edited = await administrator.patch(`${path}/mdm-tokens/${tokenId}`, { value }, { ifMatch: '"1"' });
    expect(edited.body).toMatchObject({ heldBy: [], warnings: ['not-delivered'], version: 2 });
  });

  it('follows MDM connections that mdm-push tells of, however often and in whatever order', async () => {
    const { administrator, path, organizationId } = await createOrganization(gateway);
    const tell = (type: string, connectionId: string) =>
      gateway.neighbours.publisher.publish(eventOf(organizationId, type, { connectionId, connections: 1 }));
    const isIntegrated = async () =>
      ((await administrator.get(`${path}/policy`)).body as { mdmIntegrated: boolean }).mdmIntegrated;
    const [first, gone] = [randomUUID(), randomUUID()];
    gateway.neighbours.neighbours.have(organizationId, first);
    await tell('MdmConnectionRemoved', gone);
    await tell('MdmConnectionAdded', gone);
    await tell('MdmConnectionAdded', first);
    await tell('MdmConnectionAdded', first);
    await waitFor(isIntegrated);
    gateway.neighbours.neighbours.connections.delete(first);
    await tell('MdmConnectionRemoved', first);
    await waitFor(async () => !(await isIntegrated()));
  });

  it('counts a connection as removed only once mdm-push has confirmed it, and believes no name that an event carries', async () => {
    const organization = await createOrganization(gateway);
    const { administrator, path, organizationId } = organization;
    const [forged, last] = [await connectMdm(organization), randomUUID()];
    gateway.neighbours.neighbours.have(organizationId, last);
    const tell = (type: string, connectionId: string) =>
      gateway.neighbours.publisher.publish(eventOf(organizationId, type, { connectionId, connections: 0 }));
    await tell('MdmConnectionRemoved', forged);
    await tell('MdmConnectionAdded', last);
    const audited = async () =>
      (
        (await administrator.get(`${path}/audit-events?limit=1`)).body as {
          items: { action: string; subjectId: string; actor: object; after: object }[];
        }
      ).items[0];
    const newest = await waitFor(async () => {
      const item = await audited();
      return item?.subjectId === last && item;
    });
    expect(newest).toMatchObject({ actor: { type: 'service', id: 'mdm-push' }, after: { connections: 2 } });
    expect((await administrator.get(`${path}/policy`)).body).toMatchObject({ mdmIntegrated: true });
  });
});
