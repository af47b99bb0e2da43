import { randomUUID } from 'node:crypto';
import type { AuditEvent, MdmConnectionRemoved } from '@mdm-gate/contracts';
import { waitFor } from '@mdm-gate/testing';
import {
  connectMdm,
  createOrganization,
  startGateway,
  type RunningGateway,
  type TestOrganization,
} from '../fixtures/running-gateway.ts';

/** What was lost on either side, or came back, without an event that says so, while NATS was away. */
describe('connections that mdm-push and token-admin know differently', () => {
  let gateway: RunningGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startGateway({ TOKEN_ADMIN_HEAL_INTERVAL_SECONDS: '1' });
  });
  beforeEach(async () => {
    organization = await createOrganization(gateway);
  });
  afterAll(() => gateway.stop());

  const mdmPush = () => gateway.neighbours.neighbours;
  /** After which the stream may be another one, and everything is compared. */
  const loseTheWayToNats = () => gateway.restartNats();
  /** As far as it tells itself: then it may have gone back, and everything is compared as well. */
  const startPostgresAnew = async (): Promise<void> => {
    await gateway.database.query('ALTER FUNCTION token_admin.history() RENAME TO history_before');
    await gateway.database.query(`CREATE FUNCTION token_admin.history() RETURNS text LANGUAGE sql VOLATILE
      AS $$ SELECT token_admin.history_before() || '1' $$`);
  };
  const appearsInMdmPush = (connectionId: string) => {
    mdmPush().have(organization.organizationId, connectionId);
  };
  const known = async (): Promise<readonly string[]> => {
    const rows = await gateway.database.query<{ id: string }[]>(
      'SELECT connection_id::text AS id FROM token_admin.known_connections WHERE organization_id = $1 AND NOT removed',
      [organization.organizationId],
    );
    return rows.map(({ id }) => id).toSorted();
  };
  const policy = async () =>
    (await organization.administrator.get(`${organization.path}/policy`)).body as { mdmIntegrated: boolean };
  /** How many removals that were told of were looked into. */
  const handled = async (): Promise<number> => {
    const figures = await (await fetch(`${gateway.healthUrl}/metrics`)).text();
    return Number(/type="MdmConnectionRemoved",outcome="handled"\} (\d+)/.exec(figures)?.[1] ?? 0);
  };
  const enforce = async (): Promise<void> => {
    await organization.administrator.post(`${organization.path}/mdm-tokens`, { label: 'first' });
    const path = `${organization.path}/policy`;
    const ifMatch = (await organization.administrator.get(path)).headers.get('etag');
    const wanted = { mode: 'enforce', acknowledgeHaltedDevices: 0 };
    expect((await organization.administrator.put(path, wanted, { ifMatch })).status).toBe(200);
  };

  it('are known again when token-admin has lost them', async () => {
    const connectionId = randomUUID();
    appearsInMdmPush(connectionId);
    await loseTheWayToNats();
    await waitFor(async () => (await known()).includes(connectionId));
    expect(await policy()).toMatchObject({ mdmIntegrated: true });
  });

  it('are known again when their removal was undone', async () => {
    const connectionId = await connectMdm(organization);
    const path = `${organization.path}/mdm-connections/${connectionId}`;
    expect((await organization.administrator.request('DELETE', path, { ifMatch: '"1"' })).status).toBe(204);
    expect(await known()).toEqual([]);
    appearsInMdmPush(connectionId);
    await loseTheWayToNats();
    await waitFor(async () => (await known()).includes(connectionId));
  });

  it('are forgotten when mdm-push has lost them, and are no reason to let the last real one go', async () => {
    const ghost = await connectMdm(organization);
    const real = await connectMdm(organization);
    await enforce();
    mdmPush().connections.delete(ghost);
    await loseTheWayToNats();
    await waitFor(async () => (await known()).join() === real);
    const path = `${organization.path}/mdm-connections/${real}`;
    expect((await organization.administrator.request('DELETE', path, { ifMatch: '"1"' })).status).toBe(409);
  });

  it('open no door: the last one stays known while the policy enforces', async () => {
    const last = await connectMdm(organization);
    await enforce();
    mdmPush().connections.delete(last);
    await loseTheWayToNats();
    await waitFor(() => gateway.log().includes('mdm-push knows none of the MDM connections'));
    expect(await known()).toEqual([last]);
    expect(await policy()).toMatchObject({ mdmIntegrated: true });
  });

  it('open no door by an event either, whoever says it', async () => {
    const last = await connectMdm(organization);
    await enforce();
    mdmPush().connections.delete(last);
    const { organizationId } = organization;
    const event: MdmConnectionRemoved = {
      id: randomUUID(),
      type: 'MdmConnectionRemoved',
      schemaVersion: 1,
      occurredAt: new Date().toISOString(),
      correlationId: 'test',
      actor: { type: 'service', id: 'mdm-push' },
      organizationId,
      connectionId: last,
      connections: 0,
    };
    const handledBefore = await handled();
    await gateway.neighbours.publisher.publish(event);
    await waitFor(async () => (await handled()) > handledBefore);
    expect(await known()).toEqual([last]);
    expect(await policy()).toMatchObject({ mdmIntegrated: true });
  });

  it('are left to whoever is adding them right now, who says in the trail who wanted it', async () => {
    const held = gateway.neighbours.script.hold('addMdmConnection', 'after');
    const adding = connectMdm(organization);
    await held.reached;
    const other = randomUUID();
    appearsInMdmPush(other);
    await startPostgresAnew();
    await waitFor(async () => (await known()).includes(other));
    held.release();
    const added = await adding;
    await waitFor(async () => (await known()).includes(added));
    const { body } = await organization.administrator.get(
      `${organization.path}/audit-events?action=addMdmConnection&subjectId=${added}`,
    );
    const { items } = body as { items: AuditEvent[] };
    expect(items.map(({ outcome, actor }) => [outcome, actor.type])).toEqual([
      ['allowed', 'admin'],
      ['intended', 'admin'],
    ]);
  });

  it('hold what their MDMs were read back to hold, also after the event of it is lost', async () => {
    const connectionId = await connectMdm(organization);
    const created = await organization.administrator.post(`${organization.path}/mdm-tokens`, { label: 'x' });
    const { tokenId } = (created.body as { token: { tokenId: string } }).token;
    const held = { connectionId, platform: 'ios' as const, tokenId, since: new Date().toISOString() };
    mdmPush().held.set(organization.organizationId, [held]);
    await loseTheWayToNats();
    const rows = await waitFor(async () => {
      const found = await gateway.database.query<object[]>(
        'SELECT token_id::text AS "tokenId" FROM token_admin.held_tokens WHERE connection_id = $1',
        [connectionId],
      );
      return found.length > 0 && found;
    });
    expect(rows).toEqual([{ tokenId }]);
  });
});
