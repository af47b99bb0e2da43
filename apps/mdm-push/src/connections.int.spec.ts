import { randomUUID } from 'node:crypto';
import {
  changeConnection,
  confirmDelivery,
  exportConfiguration,
  findConnection,
  testConnection,
  type ConfigurationExport,
  type ConnectionReadiness,
  type MdmConnectionChange,
} from '@mdm-gate/contracts';
import { waitFor } from '@mdm-gate/testing';
import { SceneStage } from './fixtures/scene-stage.ts';
import { pkcs12Of, selfSignedCertificate } from './fixtures/self-signed-certificate.ts';
import { setUpIntune } from './vendors/intune/intune.fixtures.ts';
import { setUpMobileiron } from './vendors/mobileiron/mobileiron.fixtures.ts';
import { setUpWorkspaceOne } from './vendors/workspace-one/workspace-one.fixtures.ts';

describe('MDM connections', () => {
  const stage = new SceneStage();
  const who = { actor: { type: 'admin', id: 'test' }, correlationId: 'test' } as const;
  const change = (
    connectionId: string,
    version: number,
    asked: MdmConnectionChange,
    accountMayChange = true,
  ) =>
    stage.scene.tokenAdmin.ask(changeConnection, {
      ...who,
      organizationId: stage.organization.organizationId,
      connectionId,
      version,
      change: asked,
      accountMayChange,
    });
  const test = (connectionId: string): Promise<ConnectionReadiness> =>
    stage.scene.tokenAdmin.ask(testConnection, {
      organizationId: stage.organization.organizationId,
      connectionId,
    });
  const confirmationOf = (connectionId: string, tokenId: string) => ({
    ...who,
    organizationId: stage.organization.organizationId,
    connectionId,
    platform: 'ios' as const,
    tokenId,
  });
  const exported = (connectionId: string): Promise<ConfigurationExport> =>
    stage.scene.tokenAdmin.ask(exportConfiguration, {
      organizationId: stage.organization.organizationId,
      connectionId,
      correlationId: 'test',
    });

  describe('that are changed', () => {
    it('deliver to what they are now, under a new version', async () => {
      const setUp = await setUpIntune(stage.scene.simulators.urls.intune);
      const { connectionId } = await stage.organization.connect({
        vendor: 'intune',
        fields: { ...setUp.fields, credentials: setUp.wrongCredentials },
      });
      const token = stage.scene.tokenAdmin.newToken('value-one');
      await stage.organization.publish(token);
      await stage.organization.until({ state: 'blocked' });
      const { clientId, clientSecret } = setUp.tenant.described;
      const changed = await change(connectionId, 1, {
        name: 'Renamed',
        credentials: { clientId, clientSecret },
      });
      expect(changed).toMatchObject({ name: 'Renamed', version: 2 });
      await stage.organization.until({ state: 'stored', heldTokenId: token.tokenId });
    });

    it('are not changed by who has not seen the current version, nor into what is not valid', async () => {
      const setUp = await setUpIntune(stage.scene.simulators.urls.intune);
      const { connectionId } = await stage.organization.connect({ vendor: 'intune', fields: setUp.fields });
      await expect(change(connectionId, 7, { name: 'x' })).rejects.toMatchObject({
        code: 'precondition-failed',
      });
      await expect(change(connectionId, 1, { settings: { unknown: true } })).rejects.toMatchObject({
        code: 'invalid-request',
      });
      await expect(change(connectionId, 1, {})).rejects.toMatchObject({ code: 'invalid-request' });
      await expect(change(randomUUID(), 1, { name: 'x' })).rejects.toMatchObject({ code: 'not-found' });
    });

    it('are not changed to a certificate that cannot be read, whose reason quotes nothing', async () => {
      const setUp = await setUpWorkspaceOne(stage.scene.simulators.urls.workspaceOne);
      const { connectionId } = await stage.organization.connect({
        vendor: 'workspace-one',
        fields: setUp.fields,
      });
      const { tenantCode } = setUp.tenant.described;
      const file = pkcs12Of(selfSignedCertificate(), 'right-password');
      const credentials = { tenantCode, pkcs12: file, pkcs12Password: 'wrong-password' };
      const refusal: unknown = await change(connectionId, 1, { credentials }).catch(
        (error: unknown) => error,
      );
      expect(refusal).toMatchObject({
        code: 'invalid-request',
        issues: [
          {
            path: 'credentials.pkcs12',
            message: 'The PKCS#12 file cannot be opened with this password',
          },
        ],
      });
      expect(JSON.stringify(refusal)).not.toMatch(/wrong-password|right-password/);
    });

    it('may sign in by certificate from then on, which is never returned', async () => {
      const setUp = await setUpWorkspaceOne(stage.scene.simulators.urls.workspaceOne);
      const { connectionId } = await stage.organization.connect({
        vendor: 'workspace-one',
        fields: setUp.fields,
      });
      const { tenantCode } = setUp.tenant.described;
      const pair = selfSignedCertificate();
      await setUp.tenant.set({ clientCertificate: pair.certificate });
      const pkcs12 = pkcs12Of(pair, 'file-password');
      const changed = await change(connectionId, 1, {
        credentials: { tenantCode, pkcs12, pkcs12Password: 'file-password' },
      });
      expect(JSON.stringify(changed)).not.toMatch(/pkcs12|file-password/);
      const token = stage.scene.tokenAdmin.newToken('value-by-certificate');
      await stage.organization.publish(token);
      await stage.organization.until({ state: 'stored', heldTokenId: token.tokenId });
      expect(stage.scene.output()).not.toMatch(/file-password|CMSURL/);
      expect(stage.scene.output()).not.toContain(pkcs12);
    });

    it('send stored credentials to no other address', async () => {
      const setUp = await setUpWorkspaceOne(stage.scene.simulators.urls.workspaceOne);
      const { connectionId } = await stage.organization.connect({
        vendor: 'workspace-one',
        fields: setUp.fields,
      });
      const elsewhere = { ...setUp.fields.settings, apiUrl: 'https://evil.example.com' };
      await expect(change(connectionId, 1, { settings: elsewhere })).rejects.toMatchObject({
        code: 'invalid-request',
        issues: [{ path: 'credentials' }],
      });
    });

    it('send stored credentials past no other authority', async () => {
      const setUp = await setUpWorkspaceOne(stage.scene.simulators.urls.workspaceOne);
      const { connectionId } = await stage.organization.connect({
        vendor: 'workspace-one',
        fields: setUp.fields,
      });
      const { certificate: certificateAuthorities } = selfSignedCertificate();
      const settings = { ...setUp.fields.settings, certificateAuthorities };
      await expect(change(connectionId, 1, { settings })).rejects.toMatchObject({
        code: 'invalid-request',
        issues: [{ path: 'credentials' }],
      });
      const { oauth } = setUp.tenant.described;
      await expect(change(connectionId, 1, { settings, credentials: oauth })).resolves.toMatchObject({
        version: 2,
      });
      await expect(change(connectionId, 2, { settings: { ...setUp.fields.settings } })).rejects.toMatchObject(
        {
          code: 'invalid-request',
        },
      );
      await expect(change(connectionId, 2, { settings, name: 'Renamed' })).resolves.toMatchObject({
        version: 3,
      });
    });
  });

  describe('that an operator changes', () => {
    const refused = { code: 'forbidden' };

    it('take another password of the same account, and no other account at an address that tenants share', async () => {
      const setUp = await setUpMobileiron(stage.scene.simulators.urls.mobileiron);
      const { connectionId } = await stage.organization.connect({
        vendor: 'ivanti-neurons',
        fields: setUp.fields,
      });
      const { userName: username } = setUp.tenant.described;
      const renewed = { credentials: { username, password: 'renewed' } };
      await expect(change(connectionId, 1, renewed, false)).resolves.toMatchObject({ version: 2 });
      const another = { credentials: { username: 'somebody-else', password: 'other' } };
      await expect(change(connectionId, 2, another, false)).rejects.toMatchObject(refused);
      await expect(change(connectionId, 2, another, true)).resolves.toMatchObject({ version: 3 });
    });

    it('take no other way to sign in where that hides whose MDM it is', async () => {
      const setUp = await setUpWorkspaceOne(stage.scene.simulators.urls.workspaceOne);
      const { connectionId } = await stage.organization.connect({
        vendor: 'workspace-one',
        fields: setUp.fields,
      });
      const { basic, tenantCode } = setUp.tenant.described;
      const credentials = { username: basic.userName, password: basic.password, tenantCode };
      await expect(change(connectionId, 1, { credentials }, false)).rejects.toMatchObject(refused);
      const renewed = { ...setUp.tenant.described.oauth, clientSecret: 'renewed' };
      await expect(change(connectionId, 1, { credentials: renewed }, false)).resolves.toMatchObject({
        version: 2,
      });
    });

    it('take another app registration where the settings name the tenant', async () => {
      const setUp = await setUpIntune(stage.scene.simulators.urls.intune);
      const { connectionId } = await stage.organization.connect({ vendor: 'intune', fields: setUp.fields });
      const credentials = { clientId: randomUUID(), clientSecret: 'of-another-registration' };
      await expect(change(connectionId, 1, { credentials }, false)).resolves.toMatchObject({ version: 2 });
    });
  });

  describe('that are tested', () => {
    it('with all in place are ready, and keep what was seen', async () => {
      const setUp = await setUpIntune(stage.scene.simulators.urls.intune);
      const { connectionId } = await stage.organization.connect({ vendor: 'intune', fields: setUp.fields });
      const readiness = await test(connectionId);
      // What Microsoft's support asks for.
      expect(stage.scene.output()).toMatch(/"requestIds":\["[0-9a-f-]{36}".*an MDM was looked at/);
      expect(readiness.items.filter(({ state }) => state !== 'ok')).toEqual([]);
      expect(readiness.items.map(({ item }) => item)).toEqual(
        expect.arrayContaining([
          'credentials',
          'permissions',
          'app',
          'assignment',
          'apple-push-certificate',
          'android-enterprise',
          'clock',
        ]),
      );
      const { organizationId } = stage.organization;
      await expect(
        stage.scene.tokenAdmin.ask(findConnection, { organizationId, connectionId }),
      ).resolves.toMatchObject({ readiness });
    });

    it('name what is missing in Intune', async () => {
      const setUp = await setUpIntune(stage.scene.simulators.urls.intune);
      const soon = new Date(Date.now() + 9 * 86_400_000).toISOString();
      await setUp.tenant.set({
        bindStatus: 'notBound',
        apnsExpiresAt: soon,
        roles: ['DeviceManagementApps.Read.All', 'DeviceManagementServiceConfig.Read.All'],
      });
      const { connectionId } = await stage.organization.connect({ vendor: 'intune', fields: setUp.fields });
      const { items } = await test(connectionId);
      expect(items.filter(({ state }) => state === 'failing').map(({ item }) => item)).toEqual([
        'permissions',
        'android-enterprise',
      ]);
      expect(items.find(({ item }) => item === 'apple-push-certificate')).toMatchObject({
        state: 'ok',
        expiresWithinDays: 10,
      });
    });

    it('say so when the credentials are wrong, and ask no further', async () => {
      const setUp = await setUpIntune(stage.scene.simulators.urls.intune);
      const { connectionId } = await stage.organization.connect({
        vendor: 'intune',
        fields: { ...setUp.fields, credentials: setUp.wrongCredentials },
      });
      await expect(test(connectionId)).resolves.toMatchObject({
        items: [{ item: 'credentials', state: 'failing' }],
      });
    });

    it('name what is missing in Workspace ONE', async () => {
      const setUp = await setUpWorkspaceOne(stage.scene.simulators.urls.workspaceOne);
      await setUp.tenant.set({
        androidEnterprise: false,
        apnsValidTo: new Date(Date.now() - 1_000).toISOString(),
      });
      const { connectionId } = await stage.organization.connect({
        vendor: 'workspace-one',
        fields: setUp.fields,
      });
      const { items } = await test(connectionId);
      expect(
        items
          .filter(({ state }) => state === 'failing')
          .map(({ item }) => item)
          .toSorted(),
      ).toEqual(['android-enterprise', 'apple-push-certificate']);
      expect(items.filter(({ state }) => state === 'ok').map(({ item }) => item)).toEqual(
        expect.arrayContaining(['credentials', 'app', 'assignment', 'clock']),
      );
    });

    it('tell of MobileIron what can be told, and where to look for the rest', async () => {
      const setUp = await setUpMobileiron(stage.scene.simulators.urls.mobileiron);
      const { connectionId } = await stage.organization.connect({
        vendor: 'ivanti-neurons',
        fields: setUp.fields,
      });
      const { items } = await test(connectionId);
      expect(items.filter(({ state }) => state === 'ok').map(({ item }) => item)).toEqual([
        'credentials',
        'device-attribute',
        'clock',
      ]);
      expect(
        items
          .filter(({ state }) => state === 'unknown')
          .every(({ detail }) => detail.startsWith('In Ivanti, look')),
      ).toBe(true);
    });
  });

  describe('to an MDM without an API', () => {
    const connectOther = () =>
      stage.organization.connect({ vendor: 'other', fields: { settings: {}, credentials: {} } });

    it('await confirmation, and are stored when a person confirms what was entered', async () => {
      const { connectionId } = await connectOther();
      const token = stage.scene.tokenAdmin.newToken('value & <one>');
      await stage.organization.publish(token);
      await stage.organization.until({ state: 'awaiting-confirmation', heldTokenId: null });
      const confirmation = confirmationOf(connectionId, token.tokenId);
      const confirmed = await stage.scene.tokenAdmin.ask(confirmDelivery, confirmation);
      expect(confirmed).toMatchObject({ state: 'stored', evidence: 'confirmed', heldTokenId: token.tokenId });
      await expect(stage.scene.tokenAdmin.ask(confirmDelivery, confirmation)).resolves.toEqual(confirmed);
      await stage.organization.until({ state: 'awaiting-confirmation' }, 'android');
      await waitFor(async () =>
        (await stage.organization.events()).find(
          ({ type, platform }) => type === 'TokenDelivered' && platform === 'ios',
        ),
      );
    });

    it('cannot be confirmed for a token that is not wanted any more', async () => {
      const { connectionId } = await connectOther();
      const [first, second] = [
        stage.scene.tokenAdmin.newToken('value-one'),
        stage.scene.tokenAdmin.newToken('value-two'),
      ];
      await stage.organization.publish(first);
      await stage.organization.until({ state: 'awaiting-confirmation', wantedTokenId: first.tokenId });
      await stage.organization.publish(first, second);
      await stage.organization.until({ state: 'awaiting-confirmation', wantedTokenId: second.tokenId });
      const confirmation = {
        ...who,
        organizationId: stage.organization.organizationId,
        connectionId,
        platform: 'ios',
        tokenId: first.tokenId,
      } as const;
      await expect(stage.scene.tokenAdmin.ask(confirmDelivery, confirmation)).rejects.toMatchObject({
        code: 'conflict',
      });
    });

    it('give files with the value of the wanted token, and steps', async () => {
      const { connectionId } = await connectOther();
      await expect(exported(connectionId)).rejects.toMatchObject({ code: 'conflict' });
      const token = stage.scene.tokenAdmin.newToken('value-one');
      await stage.organization.publish(token);
      await stage.organization.until({ state: 'awaiting-confirmation' });
      const { tokenId, files, instructions } = await exported(connectionId);
      expect(tokenId).toBe(token.tokenId);
      expect(files.length).toBe(4);
      expect(files.every(({ content }) => content.includes('value-one'))).toBe(true);
      expect(files.some(({ name }) => name.includes('value-one'))).toBe(false);
      expect(instructions.map(({ platform }) => platform)).toEqual(['ios', 'android']);
    });
  });

  it('to MobileIron give files that refer to the attribute, and hold no secret', async () => {
    const setUp = await setUpMobileiron(stage.scene.simulators.urls.mobileiron);
    const { connectionId } = await stage.organization.connect({
      vendor: 'ivanti-neurons',
      fields: setUp.fields,
    });
    const { tokenId, files } = await exported(connectionId);
    expect(tokenId).toBeNull();
    expect(files.every(({ content }) => content.includes('${pingidmdmtoken}'))).toBe(true);
  });

  it('that an MDM can be asked about need no confirmation', async () => {
    const setUp = await setUpIntune(stage.scene.simulators.urls.intune);
    const { connectionId } = await stage.organization.connect({ vendor: 'intune', fields: setUp.fields });
    const token = stage.scene.tokenAdmin.newToken('value-one');
    await stage.organization.publish(token);
    await stage.organization.until({ state: 'stored' });
    const confirmation = confirmationOf(connectionId, token.tokenId);
    await expect(stage.scene.tokenAdmin.ask(confirmDelivery, confirmation)).rejects.toMatchObject({
      code: 'conflict',
    });
  });
});
