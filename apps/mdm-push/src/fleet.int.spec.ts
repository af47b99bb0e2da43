import { waitFor } from '@mdm-gate/testing';
import { Scene, TestOrganization } from './fixtures/scene.ts';
import { setFaults } from './fixtures/simulators.ts';
import { setUpMobileiron } from './vendors/mobileiron/mobileiron.fixtures.ts';

const iosOnly = { ios: { bundleId: 'com.pingidentity.pingid.prod' } };

describe('a fleet in Ivanti Neurons', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await Scene.set({ simulatorEnv: { MDM_SIMULATORS_DEVICES_PER_PLATFORM: '0' } });
    await scene.startReplica();
  });
  afterAll(() => scene.clear());

  it('is followed when a device is enrolled later, which is no drift', async () => {
    const organization = new TestOrganization(scene.tokenAdmin);
    const small = await setUpMobileiron(scene.simulators.urls.mobileiron);
    await small.tenant.enrol('ios', 2);
    const { connectionId } = await organization.connect({
      vendor: 'ivanti-neurons',
      fields: small.fields,
      apps: iosOnly,
    });
    const token = scene.tokenAdmin.newToken('value-one');
    await organization.publish(token);
    await organization.until({ state: 'stored', heldTokenId: token.tokenId });
    await small.tenant.enrol('ios', 1);
    await organization.pushNow(connectionId);
    await waitFor(async () => (await organization.deliveries())[0]?.counts?.holding === 3);
    await expect(small.tenant.devices('ios')).resolves.toMatchObject([
      { writes: 1 },
      { writes: 1 },
      { writes: 1 },
    ]);
    expect((await organization.events()).map(({ type }) => type)).not.toContain('DriftDetected');
  });

  it('is called delivered only once there is a device that holds the value', async () => {
    const organization = new TestOrganization(scene.tokenAdmin);
    const empty = await setUpMobileiron(scene.simulators.urls.mobileiron);
    const { connectionId } = await organization.connect({
      vendor: 'ivanti-neurons',
      fields: empty.fields,
      apps: iosOnly,
    });
    const token = scene.tokenAdmin.newToken('value-one');
    await organization.publish(token);
    const [delivery] = await organization.until({ state: 'blocked', heldTokenId: null });
    expect(delivery?.lastError).toMatchObject({ code: 'no-devices' });
    expect((await organization.events()).map(({ type }) => type)).not.toContain('TokenDelivered');
    await empty.tenant.enrol('ios', 1);
    await organization.pushNow(connectionId);
    await organization.until({ state: 'stored', heldTokenId: token.tokenId });
  });

  it('that was sent a token which is revoked before any device came is sent its withdrawal, too', async () => {
    const organization = new TestOrganization(scene.tokenAdmin);
    const away = await setUpMobileiron(scene.simulators.urls.mobileiron);
    await away.tenant.enrol('ios', 2);
    // Nothing reaches an Apple device meanwhile.
    await setFaults(away.url, [{ kind: 'expired-apns-certificate' }]);
    await organization.connect({ vendor: 'ivanti-neurons', fields: away.fields, apps: iosOnly });
    const token = scene.tokenAdmin.newToken('revoked-on-its-way');
    await organization.publish(token);
    await organization.until({ state: 'accepted' });
    await organization.publish({ ...token, state: 'revoked' });
    await waitFor(async () => (await away.tenant.devices('ios')).every(({ writes }) => writes === 2));
    await setFaults(away.url, []);
    await organization.until({ state: 'stored', heldTokenId: null, wantedTokenId: null });
    for (const { id } of await away.tenant.devices('ios')) {
      await away.tenant.checkIn(id);
      await away.tenant.checkIn(id);
      const held = await away.tenant.configurationOf(id, iosOnly.ios.bundleId);
      expect(held?.['PINGID_MDM_TOKEN']).toBeUndefined();
    }
  });
});
