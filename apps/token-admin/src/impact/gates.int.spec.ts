import type { CheckFlow, DeviceObservation, Impact, MdmToken } from '@mdm-gate/contracts';
import { waitFor } from '@mdm-gate/testing';
import type { ApiReply } from '../fixtures/api-client.ts';
import { anObservation, missing, observedEvents } from '../fixtures/observations.ts';
import {
  connectMdm,
  createOrganization,
  startGateway,
  type RunningGateway,
  type TestOrganization,
} from '../fixtures/running-gateway.ts';

interface Scene {
  readonly organization: TestOrganization;
  readonly token: MdmToken;
}

/** A change that halts the devices on the scene's token, or those without one. */
interface Halting {
  readonly name: string;
  readonly mode: 'monitor' | 'enforce';
  readonly method: 'POST' | 'PUT' | 'PATCH';
  readonly path: (scene: Scene) => string;
  readonly resource: (scene: Scene) => string;
  readonly body: object;
}

const token = ({ token: { tokenId } }: Scene): string => `/mdm-tokens/${tokenId}`;
const policy = (): string => '/policy';
const soon = new Date(Date.now() + 3 * 86_400_000).toISOString();

const changes: readonly Halting[] = [
  {
    name: 'revoking',
    mode: 'enforce',
    method: 'POST',
    path: (scene) => `${token(scene)}/revoke`,
    resource: token,
    body: { because: 'retired' },
  },
  {
    name: 'another value',
    mode: 'enforce',
    method: 'PATCH',
    path: token,
    resource: token,
    body: { value: 'another-value' },
  },
  {
    name: 'an expiry soon',
    mode: 'enforce',
    method: 'PATCH',
    path: token,
    resource: token,
    body: { expiresAt: soon },
  },
  {
    name: 'enforcing',
    mode: 'monitor',
    method: 'PUT',
    path: policy,
    resource: policy,
    body: { mode: 'enforce' },
  },
  {
    name: 'enforcing later',
    mode: 'monitor',
    method: 'PUT',
    path: policy,
    resource: policy,
    body: { mode: 'enforce', effectiveFrom: soon },
  },
  {
    name: 'enforcing for pairings',
    mode: 'monitor',
    method: 'PUT',
    path: policy,
    resource: policy,
    body: { mode: 'enforce-pairing' },
  },
];

describe('a change that would halt devices', () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(() => gateway.stop());

  const observe = async (
    { organizationId, administrator, path }: TestOrganization,
    observations: readonly DeviceObservation[],
  ): Promise<void> => {
    for (const event of observedEvents(organizationId, observations))
      await gateway.neighbours.publisher.publish(event);
    await waitFor(async () => {
      for (const { deviceId } of observations)
        if ((await administrator.get(`${path}/devices/${deviceId}`)).status !== 200) return false;
      return true;
    });
  };

  const setPolicy = async ({ administrator, path }: TestOrganization, mode: string): Promise<void> => {
    const ifMatch = (await administrator.get(`${path}/policy`)).headers.get('etag');
    const body = { mode, acknowledgeHaltedDevices: 0 };
    expect((await administrator.put(`${path}/policy`, body, { ifMatch })).status).toBe(200);
  };

  /** An organization with a second token that stays, so that each other one may go. */
  const newScene = async (mode: string): Promise<Scene> => {
    const organization = await createOrganization(gateway);
    await connectMdm(organization);
    const tokens: MdmToken[] = [];
    for (const label of ['lasting', 'first']) {
      const reply = await organization.administrator.post(`${organization.path}/mdm-tokens`, { label });
      tokens.push((reply.body as { token: MdmToken }).token);
    }
    await setPolicy(organization, mode);
    const [, first] = tokens;
    if (first === undefined) throw new Error('There is no token');
    return { organization, token: first };
  };

  const make = async (
    { method, path, resource, body }: Halting,
    scene: Scene,
    given: { readonly acknowledge?: number; readonly dryRun?: true } = {},
  ): Promise<ApiReply> => {
    const { administrator, path: root } = scene.organization;
    const headers = (await administrator.get(`${root}${resource(scene)}`)).headers;
    const { acknowledge, dryRun } = given;
    return administrator.request(method, `${root}${path(scene)}${dryRun === true ? '?dryRun=true' : ''}`, {
      body: { ...body, ...(acknowledge === undefined ? {} : { acknowledgeHaltedDevices: acknowledge }) },
      ...(dryRun === true ? {} : { ifMatch: headers.get('etag') }),
    });
  };

  /** Two that the change halts, one that it does not, and one that was not seen for long. */
  const fleetOf = ({ token: { tokenId } }: Scene, { mode, body }: Halting): readonly DeviceObservation[] => {
    const flow: CheckFlow = 'mode' in body && body.mode === 'enforce-pairing' ? 'pairing' : 'authentication';
    const halted = mode === 'monitor' ? { ...missing, decision: 'proceed' as const, flow } : { tokenId };
    const spared = mode === 'monitor' ? { tokenId, flow } : { ...missing };
    return [
      anObservation({ deviceId: 'a', ...halted }),
      anObservation({ deviceId: 'b', platform: 'android', ...halted }),
      anObservation({ deviceId: 'spared', ...spared }),
      anObservation({
        deviceId: 'gone',
        ...halted,
        at: new Date(Date.now() - 20 * 86_400_000).toISOString(),
      }),
    ];
  };

  it.each(changes)(
    'is told beforehand, refused, and made once that is acknowledged: $name',
    async (change) => {
      const scene = await newScene(change.mode);
      await observe(scene.organization, fleetOf(scene, change));
      const told = await make(change, scene, { dryRun: true });
      expect(told.status).toBe(200);
      const { impact } = told.body as { impact: Impact };
      expect(impact).toMatchObject({
        activeDevices: 3,
        halted: 2,
        byPlatform: { ios: 1, android: 1 },
        sample: ['a', 'b'],
      });
      const refused = await make(change, scene);
      expect(refused).toMatchObject({
        status: 409,
        body: { code: 'would-halt-devices', impact: { ...impact, asOf: expect.any(String) as string } },
      });
      expect((await make(change, scene, { acknowledge: 1 })).status).toBe(409);
      // A device that appears between the look and the change counts.
      const [first] = fleetOf(scene, change);
      await observe(scene.organization, [
        anObservation({ ...first, deviceId: 'c', at: new Date().toISOString() }),
      ]);
      const late = await make(change, scene, { acknowledge: 2 });
      expect(late).toMatchObject({ status: 409, body: { impact: { halted: 3 } } });
      expect((await make(change, scene, { acknowledge: 3 })).status).toBeLessThan(300);
    },
  );

  it('is made at once by a compromised token, and tells whom it halts and who presented it', async () => {
    const [change] = changes;
    if (change === undefined) throw new Error('There is no change');
    const scene = await newScene('enforce');
    await observe(scene.organization, fleetOf(scene, change));
    const reply = await make({ ...change, body: { because: 'compromised' } }, scene);
    expect(reply.status).toBeLessThan(300);
    expect(reply.body).toMatchObject({
      impact: { halted: 2, sample: ['a', 'b'] },
      lastPresentedBy: { devices: 3, sample: ['a', 'b', 'gone'] },
    });
  });

  it('is not a change that halts nobody: a dry run tells so, and changes nothing', async () => {
    const scene = await newScene('enforce');
    const { administrator, path } = scene.organization;
    await observe(scene.organization, [anObservation({ deviceId: 'without', ...missing })]);
    for (const change of changes.filter(({ mode }) => mode === 'enforce')) {
      const told = await make(change, scene, { dryRun: true });
      expect(told).toMatchObject({ status: 200, body: { impact: { activeDevices: 1, halted: 0 } } });
    }
    const reply = await administrator.get(`${path}${token(scene)}`);
    expect(reply.body).toMatchObject({ state: 'active', version: scene.token.version });
    const connections = (await administrator.get(`${path}/mdm-connections`)).body as {
      items: { connectionId: string }[];
    };
    const connection = `${path}/mdm-connections/${connections.items[0]?.connectionId ?? ''}`;
    await setPolicy(scene.organization, 'monitor');
    expect(await administrator.delete(`${connection}?dryRun=true`)).toMatchObject({
      status: 200,
      body: { impact: { halted: 0 } },
    });
    expect((await administrator.get(connection)).status).toBe(200);
  });

  it('is refused while no device was seen and nothing is delivered, unless that is acknowledged', async () => {
    const scene = await newScene('monitor');
    const [enforcing] = changes.filter(({ name }) => name === 'enforcing');
    if (enforcing === undefined) throw new Error('There is no such change');
    expect(await make(enforcing, scene)).toMatchObject({
      status: 409,
      body: { code: 'would-halt-devices', impact: { activeDevices: 0, halted: 0 } },
    });
    expect((await make(enforcing, scene, { acknowledge: 0 })).status).toBe(200);
  });

  it('counts devices as active for as long as the organization says', async () => {
    const scene = await newScene('enforce');
    const [change] = changes;
    if (change === undefined) throw new Error('There is no change');
    await observe(scene.organization, fleetOf(scene, change));
    const { administrator, path } = scene.organization;
    const ifMatch = (await administrator.get(`${path}/policy`)).headers.get('etag');
    const set = await administrator.put(`${path}/policy`, { mode: 'enforce', activeDays: 30 }, { ifMatch });
    expect(set).toMatchObject({ status: 200, body: { activeDays: 30 } });
    const told = await make(change, scene, { dryRun: true });
    expect(told.body).toMatchObject({ impact: { activeDevices: 4, halted: 3 } });
  });

  it.each([-1, 0.5, '2', null])('is not acknowledged by %p', async (acknowledgeHaltedDevices) => {
    const scene = await newScene('monitor');
    const { administrator, path } = scene.organization;
    const ifMatch = (await administrator.get(`${path}/policy`)).headers.get('etag');
    const reply = await administrator.put(
      `${path}/policy`,
      { mode: 'off', acknowledgeHaltedDevices },
      { ifMatch },
    );
    expect(reply).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
  });
});
