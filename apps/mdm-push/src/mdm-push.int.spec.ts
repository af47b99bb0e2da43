import { randomUUID } from 'node:crypto';
import {
  addConnection,
  changeConnection,
  confirmDelivery,
  exportConfiguration,
  findConnection,
  listConnections,
  listDeliveries,
  pushNow,
  removeConnection,
  testConnection,
  type RequestContract,
} from '@mdm-gate/contracts';
import { waitFor } from '@mdm-gate/testing';
import { Client } from 'pg';
import { testApps, testKey } from './fixtures/drive.ts';
import { SceneStage } from './fixtures/scene-stage.ts';
import { setUpIntune, type IntuneSetUp } from './vendors/intune/intune.fixtures.ts';
import type { VendorSetUp } from './fixtures/vendor-stage.ts';
import { setUpMobileiron } from './vendors/mobileiron/mobileiron.fixtures.ts';
import { setUpWorkspaceOne } from './vendors/workspace-one/workspace-one.fixtures.ts';

describe('mdm-push', () => {
  const stage = new SceneStage();

  const intune = async (): Promise<IntuneSetUp> => setUpIntune(stage.scene.simulators.urls.intune);
  const deviceHolds = async (setUp: VendorSetUp, platform: 'ios' | 'android', value: string | undefined) => {
    const [device] = await setUp.tenant.devices(platform);
    await waitFor(async () => {
      await setUp.tenant.checkIn(device?.id ?? '');
      return (await setUp.tenant.configurationOf(device?.id ?? '', testApps[platform]))?.[testKey] === value;
    });
  };

  it('brings a token into all three MDM systems, for both platforms, and reads it back', async () => {
    const [one, two, three] = await Promise.all([
      intune(),
      setUpWorkspaceOne(stage.scene.simulators.urls.workspaceOne),
      setUpMobileiron(stage.scene.simulators.urls.mobileiron),
    ]);
    await stage.organization.connect({ vendor: 'intune', ...one });
    await stage.organization.connect({ vendor: 'workspace-one', ...two });
    await stage.organization.connect({ vendor: 'ivanti-neurons', ...three });
    await expect(stage.organization.deliveries()).resolves.toEqual([]);
    const token = stage.scene.tokenAdmin.newToken('the-first-value');
    await stage.organization.publish(token);
    const deliveries = await stage.organization.until({ state: 'stored', heldTokenId: token.tokenId });
    expect(deliveries).toHaveLength(6);
    for (const setUp of [one, two, three]) {
      await deviceHolds(setUp, 'ios', 'the-first-value');
      await deviceHolds(setUp, 'android', 'the-first-value');
    }
    await waitFor(async () =>
      (await stage.organization.events()).some(({ type }) => type === 'TokenDelivered'),
    );
  });

  it('replaces the value when a newer token comes, and falls back when that is revoked', async () => {
    const setUp = await intune();
    await stage.organization.connect({ vendor: 'intune', ...setUp });
    const [first, second] = [
      stage.scene.tokenAdmin.newToken('value-one'),
      stage.scene.tokenAdmin.newToken('value-two'),
    ];
    await stage.organization.publish(first);
    await stage.organization.until({ state: 'stored', heldTokenId: first.tokenId });
    await stage.organization.publish(first, second);
    await stage.organization.until({ state: 'stored', heldTokenId: second.tokenId });
    await deviceHolds(setUp, 'android', 'value-two');
    await stage.organization.publish(first, { ...second, state: 'revoked' });
    await stage.organization.until({ state: 'stored', heldTokenId: first.tokenId });
    await deviceHolds(setUp, 'ios', 'value-one');
  });

  it('withdraws the key when no token is left', async () => {
    const setUp = await setUpWorkspaceOne(stage.scene.simulators.urls.workspaceOne);
    await stage.organization.connect({ vendor: 'workspace-one', ...setUp });
    const token = stage.scene.tokenAdmin.newToken('value-one');
    await stage.organization.publish(token);
    await stage.organization.until({ state: 'stored', heldTokenId: token.tokenId });
    await stage.organization.publish({ ...token, state: 'revoked' });
    await stage.organization.until({ state: 'stored', wantedTokenId: null, heldTokenId: null });
    await deviceHolds(setUp, 'ios', undefined);
  });

  it('delivers the tokens there are when a connection is added later, and only those that are for it', async () => {
    const connectionId = randomUUID();
    const [mine, others] = [
      stage.scene.tokenAdmin.newToken('value-mine', connectionId),
      stage.scene.tokenAdmin.newToken('of-another', randomUUID()),
    ];
    await stage.organization.publish(mine, others);
    const setUp = await intune();
    await stage.organization.connect({ vendor: 'intune', ...setUp }, connectionId);
    await stage.organization.until({ state: 'stored', heldTokenId: mine.tokenId });
  });

  it('ignores an older active set that comes late', async () => {
    const setUp = await intune();
    await stage.organization.connect({ vendor: 'intune', ...setUp });
    const [first, second] = [
      stage.scene.tokenAdmin.newToken('value-one'),
      stage.scene.tokenAdmin.newToken('value-two'),
    ];
    await stage.scene.tokenAdmin.publish(stage.organization.organizationId, [first, second], 7);
    await stage.scene.tokenAdmin.publish(stage.organization.organizationId, [first], 6);
    await stage.organization.until({ state: 'stored', heldTokenId: second.tokenId });
    await stage.organization.until({ wantedTokenId: second.tokenId, state: 'stored' });
  });

  it('is blocked by what only an administrator can mend, says so once, and goes on by itself when it is mended', async () => {
    const setUp = await intune();
    await setUp.tenant.set({ roles: ['DeviceManagementApps.Read.All'] });
    await stage.organization.connect({ vendor: 'intune', ...setUp });
    const token = stage.scene.tokenAdmin.newToken('value-one');
    await stage.organization.publish(token);
    const [delivery] = await stage.organization.until({ state: 'blocked' });
    expect(delivery?.lastError).toMatchObject({ code: 'permission-missing' });
    await waitFor(async () =>
      (await stage.organization.events()).find(({ type }) => type === 'DeliveryFailed'),
    ).then((event) => {
      expect(event).toMatchObject({ state: 'blocked', code: 'permission-missing', tokenId: token.tokenId });
    });
    await setUp.tenant.set({ roles: ['DeviceManagementApps.ReadWrite.All'] });
    await stage.organization.pushNow(delivery?.connectionId ?? '');
    await stage.organization.until({ state: 'stored', heldTokenId: token.tokenId });
  });

  it('shows wrong credentials as a blocked delivery', async () => {
    const setUp = await intune();
    await stage.organization.connect({
      vendor: 'intune',
      fields: { ...setUp.fields, credentials: setUp.wrongCredentials },
    });
    await stage.organization.publish(stage.scene.tokenAdmin.newToken('value-one'));
    const [delivery] = await stage.organization.until({ state: 'blocked' });
    expect(delivery?.lastError?.code).toBe('credentials-refused');
  });

  it('finds that somebody changed the value in the MDM, says so, and mends it', async () => {
    const setUp = await setUpWorkspaceOne(stage.scene.simulators.urls.workspaceOne);
    await stage.organization.connect({ vendor: 'workspace-one', ...setUp });
    const token = stage.scene.tokenAdmin.newToken('value-one');
    await stage.organization.publish(token);
    const [delivery] = await stage.organization.until({ state: 'stored', heldTokenId: token.tokenId });
    await setUp.tenant.editByHand('ios', 'changed-by-hand');
    await stage.organization.pushNow(delivery?.connectionId ?? '');
    await waitFor(async () =>
      (await stage.organization.events()).some(
        ({ type, platform }) => type === 'DriftDetected' && platform === 'ios',
      ),
    );
    await stage.organization.until({ state: 'stored', heldTokenId: token.tokenId });
    await deviceHolds(setUp, 'ios', 'value-one');
  });

  it('does not ask for a value again to look for drift', async () => {
    const setUp = await intune();
    const { connectionId } = await stage.organization.connect({ vendor: 'intune', ...setUp });
    const token = stage.scene.tokenAdmin.newToken('value-one');
    await stage.organization.publish(token);
    await stage.organization.until({ state: 'stored', heldTokenId: token.tokenId });
    const asked = stage.scene.tokenAdmin.valuesGiven.filter((tokenId) => tokenId === token.tokenId).length;
    const before = (await stage.organization.deliveries()).map(({ nextAttemptAt }) => nextAttemptAt);
    await stage.organization.pushNow(connectionId);
    await waitFor(async () =>
      (await stage.organization.deliveries()).every(
        ({ nextAttemptAt }) =>
          Date.parse(nextAttemptAt ?? '') > Date.now() && !before.includes(nextAttemptAt),
      ),
    );
    expect(stage.scene.tokenAdmin.valuesGiven.filter((tokenId) => tokenId === token.tokenId)).toHaveLength(
      asked,
    );
  });

  describe('connections', () => {
    it('are added once, however often the request is repeated', async () => {
      const setUp = await intune();
      const connectionId = randomUUID();
      const first = await stage.organization.connect({ vendor: 'intune', ...setUp }, connectionId);
      await expect(stage.organization.connect({ vendor: 'intune', ...setUp }, connectionId)).resolves.toEqual(
        first,
      );
      await waitFor(async () =>
        (await stage.organization.events()).find(({ type }) => type === 'MdmConnectionAdded'),
      ).then((event) => {
        expect(event).toMatchObject({ connectionId, connections: 1 });
      });
    });

    it('never show their credentials', async () => {
      const setUp = await intune();
      const { connectionId } = await stage.organization.connect({ vendor: 'intune', ...setUp });
      const { organizationId } = stage.organization;
      const shown = [
        await stage.scene.tokenAdmin.ask(listConnections, { organizationId }),
        await stage.scene.tokenAdmin.ask(findConnection, { organizationId, connectionId }),
      ];
      expect(JSON.stringify(shown)).not.toContain(setUp.tenant.described.clientSecret);
      expect(JSON.stringify(shown)).not.toContain('credentials');
    });

    it('are removed by who has seen the current version, with their deliveries', async () => {
      const setUp = await intune();
      const { connectionId } = await stage.organization.connect({ vendor: 'intune', ...setUp });
      const removal = {
        organizationId: stage.organization.organizationId,
        connectionId,
        actor: { type: 'admin', id: 'test' },
        correlationId: 'x',
      } as const;
      await expect(
        stage.scene.tokenAdmin.ask(removeConnection, { ...removal, version: 2 }),
      ).rejects.toMatchObject({
        code: 'precondition-failed',
      });
      await expect(stage.scene.tokenAdmin.ask(removeConnection, { ...removal, version: 1 })).resolves.toEqual(
        {
          connectionId,
          connections: 0,
        },
      );
      await expect(stage.organization.deliveries()).resolves.toEqual([]);
      await expect(
        stage.scene.tokenAdmin.ask(removeConnection, { ...removal, version: 1 }),
      ).rejects.toMatchObject({
        code: 'not-found',
      });
    });

    it('are not to be seen by another organization', async () => {
      const setUp = await intune();
      const { connectionId } = await stage.organization.connect({ vendor: 'intune', ...setUp });
      const other = { organizationId: 'somebody-else', connectionId };
      await expect(stage.scene.tokenAdmin.ask(findConnection, other)).rejects.toMatchObject({
        code: 'not-found',
      });
    });

    it.each([
      ['unknown setting', { settings: { tenantId: 'x', unknown: 1 } }],
      ['missing credentials', { credentials: {} }],
      ['an address of the local network', { settings: { tenantId: 'x', graphUrl: 'https://10.0.0.1' } }],
      [
        'the metadata service of a cloud',
        { settings: { tenantId: 'x', graphUrl: 'https://169.254.169.254' } },
      ],
      ['a plain http address', { settings: { tenantId: 'x', graphUrl: 'http://8.8.8.8' } }],
      [
        'a user name in an address',
        { settings: { tenantId: 'x', graphUrl: 'https://user:secret@graph.example.com' } },
      ],
      ['another scheme', { settings: { tenantId: 'x', graphUrl: 'file:///etc/passwd' } }],
    ])('are refused with a code, and leave no trace: %s', async (_, change) => {
      const setUp = await intune();
      const refused = stage.organization.connect({
        vendor: 'intune',
        fields: { ...setUp.fields, ...change },
      });
      await expect(refused).rejects.toMatchObject({ code: 'invalid-request' });
      await expect(
        stage.scene.tokenAdmin.ask(listConnections, { organizationId: stage.organization.organizationId }),
      ).resolves.toEqual({ items: [] });
    });
  });

  it('follows active sets that it had acknowledged and lost, as after a restored backup', async () => {
    const setUp = await intune();
    await stage.organization.connect({ vendor: 'intune', ...setUp });
    const [first, second] = [
      stage.scene.tokenAdmin.newToken('value-one'),
      stage.scene.tokenAdmin.newToken('value-two'),
    ];
    await stage.organization.publish(first, second);
    await stage.organization.until({ state: 'stored', heldTokenId: second.tokenId });
    const database = new Client({ connectionString: stage.scene.servers.postgresUrl });
    await database.connect();
    const restored =
      'UPDATE mdm_push.organizations SET active_set_version = 0, tokens = $2 WHERE organization_id = $1';
    await database.query(restored, [stage.organization.organizationId, JSON.stringify([first])]);
    await database.end();
    const other = await stage.scene.startReplica();
    await waitFor(async () =>
      (await stage.organization.deliveries()).every(({ wantedTokenId }) => wantedTokenId === second.tokenId),
    );
    const connected = await stage.organization.connect({ vendor: 'intune', ...(await intune()) });
    await stage.organization.until({ wantedTokenId: second.tokenId, state: 'stored' });
    expect(connected.version).toBe(1);
    await other.stop();
  });

  it('tells in its metrics how far deliveries are', async () => {
    const healthUrl = /"healthUrl":"([^"]+)"/.exec(stage.scene.output())?.[1] ?? '';
    const metrics = await waitFor(async () => {
      const text = await (await fetch(`${healthUrl}/metrics`)).text();
      return /mdm_push_deliveries\{state="stored"\} [1-9]/.test(text) ? text : null;
    });
    expect(metrics).toMatch(/mdm_push_turns_total\{outcome="stored"\} [1-9]/);
  });

  it.each([
    listDeliveries,
    pushNow,
    addConnection,
    changeConnection,
    findConnection,
    removeConnection,
    testConnection,
    exportConfiguration,
    confirmDelivery,
    listConnections,
  ])('refuses what is no request, at once and with a code: $subject', async (contract) => {
    for (const request of [{}, { organizationId: 'NOT valid' }, { organizationId: 'acme', more: 1 }, []]) {
      const asked = stage.scene.tokenAdmin.ask<RequestContract>(contract, request);
      await expect(asked).rejects.toMatchObject({ code: 'invalid-request' });
    }
  });

  it('has written neither a token value nor a credential into its logs', () => {
    const output = stage.scene.output();
    expect(output).toContain('"state":"stored"');
    for (const value of stage.scene.tokenAdmin.values.values()) expect(output).not.toContain(value);
    expect(output).not.toMatch(/sim-[A-Za-z0-9_-]{32}/);
  });
});
