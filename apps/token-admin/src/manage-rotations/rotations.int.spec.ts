import { randomUUID } from 'node:crypto';
import type { Delivery, DeviceObservation, MdmToken, Rotation, RotationProgress } from '@mdm-gate/contracts';
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
  readonly old: MdmToken;
}

type Begun = Rotation & { readonly path: string };

describe('a rotation', () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterEach(() => {
    gateway.neighbours.neighbours.delivered = [];
  });
  afterAll(() => gateway.stop());

  const newScene = async (): Promise<Scene> => {
    const organization = await createOrganization(gateway);
    const { administrator, path } = organization;
    await connectMdm(organization);
    const created = await administrator.post(`${path}/mdm-tokens`, { label: 'old' });
    const ifMatch = (await administrator.get(`${path}/policy`)).headers.get('etag');
    const policy = { mode: 'enforce', acknowledgeHaltedDevices: 0 };
    expect((await administrator.put(`${path}/policy`, policy, { ifMatch })).status).toBe(200);
    return { organization, old: (created.body as { token: MdmToken }).token };
  };
  const start = async ({ organization }: Scene, body: object = {}): Promise<Begun> => {
    const { administrator, path } = organization;
    const reply = await administrator.post(`${path}/rotations`, { label: 'new', ...body });
    expect(reply.status).toBe(201);
    const { rotation } = reply.body as { rotation: Rotation };
    return { ...rotation, path: `${path}/rotations/${rotation.rotationId}` };
  };
  const observe = async (
    { organization }: Scene,
    observations: readonly DeviceObservation[],
  ): Promise<void> => {
    for (const event of observedEvents(organization.organizationId, observations))
      await gateway.neighbours.publisher.publish(event);
    const { administrator, path } = organization;
    for (const { deviceId, at } of observations)
      await waitFor(async () => {
        const { body } = await administrator.get(`${path}/devices/${deviceId}`);
        return (body as { lastSeenAt: string }).lastSeenAt === at;
      });
  };
  /** The loop looks at it now, and not some seconds later. */
  const lookNow = (rotation: Begun) =>
    gateway.database.query('UPDATE token_admin.rotations SET next_look_at = now() WHERE rotation_id = $1', [
      rotation.rotationId,
    ]);
  const read = async ({ organization }: Scene, { path }: Begun) =>
    (await organization.administrator.get(path)).body as Rotation & { progress: RotationProgress };
  const until = async (scene: Scene, rotation: Begun, state: Rotation['state']) => {
    await lookNow(rotation);
    return waitFor(
      async () => {
        const shown = await read(scene, rotation);
        return shown.state === state && shown;
      },
      { describe: state },
    );
  };
  const act = async (
    { organization }: Scene,
    { path }: Begun,
    act: 'advance' | 'cancel',
    body: object = {},
  ): Promise<ApiReply> => {
    const { administrator } = organization;
    const ifMatch = (await administrator.get(path)).headers.get('etag');
    return administrator.post(`${path}/${act}`, body, { ifMatch });
  };
  const stateOf = async ({ organization }: Scene, tokenId: string) =>
    ((await organization.administrator.get(`${organization.path}/mdm-tokens/${tokenId}`)).body as MdmToken)
      .state;
  const revoke = async (scene: Scene, tokenId: string, because: string) => {
    const { administrator, path } = scene.organization;
    const token = `${path}/mdm-tokens/${tokenId}`;
    const ifMatch = (await administrator.get(token)).headers.get('etag');
    return administrator.post(`${token}/revoke`, { because }, { ifMatch });
  };

  it('goes by hand from delivery to completion, with its straggler found, told and acknowledged', async () => {
    const scene = await newScene();
    const { administrator, path } = scene.organization;
    const begun = await start(scene);
    expect(begun).toMatchObject({ state: 'delivering', replaces: [scene.old.tokenId], advance: 'by-hand' });
    await until(scene, begun, 'adopting');
    await observe(scene, [
      anObservation({ deviceId: 'late', tokenId: scene.old.tokenId }),
      anObservation({ deviceId: 'quick', tokenId: begun.tokenId, platform: 'android' }),
      anObservation({ deviceId: 'stranger', ...missing }),
    ]);
    const { progress } = await read(scene, begun);
    expect(progress).toMatchObject({ activeDevices: 3, onNew: 1, onOld: 1, onOther: 1, share: 0.5 });
    const stragglers = (await administrator.get(`${begun.path}/stragglers`)).body;
    expect(stragglers).toMatchObject({ items: [{ deviceId: 'late' }], nextCursor: null });
    expect(await act(scene, begun, 'advance')).toMatchObject({ status: 200, body: { state: 'grace' } });
    await expect(stateOf(scene, scene.old.tokenId)).resolves.toBe('retiring');
    const told = await administrator.post(`${begun.path}/advance?dryRun=true`);
    expect(told).toMatchObject({ status: 200, body: { impact: { halted: 1, sample: ['late'] } } });
    expect(await act(scene, begun, 'advance')).toMatchObject({
      status: 409,
      body: { code: 'would-halt-devices', impact: { halted: 1 } },
    });
    const done = await act(scene, begun, 'advance', { acknowledgeHaltedDevices: 1 });
    expect(done).toMatchObject({ status: 200, body: { state: 'completed', waitingFor: null } });
    await expect(stateOf(scene, scene.old.tokenId)).resolves.toBe('revoked');
    await expect(stateOf(scene, begun.tokenId)).resolves.toBe('active');
    expect((await act(scene, begun, 'cancel')).status).toBe(409);
    const audit = (await administrator.get(`${path}/audit-events`)).body as { items: { action: string }[] };
    expect(audit.items.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['RotationStarted', 'RotationAdvanced', 'RotationCompleted']),
    );
  });

  it('goes by itself once enough devices are on the new token, and is held where it would halt one', async () => {
    const scene = await newScene();
    const begun = await start(scene, { advance: { whenShare: 0.6 }, graceHours: 0 });
    await observe(scene, [
      anObservation({ deviceId: 'a', tokenId: scene.old.tokenId }),
      anObservation({ deviceId: 'b', tokenId: begun.tokenId }),
    ]);
    await until(scene, begun, 'adopting');
    await lookNow(begun);
    await observe(scene, [anObservation({ deviceId: 'c', tokenId: begun.tokenId })]);
    await until(scene, begun, 'grace');
    const heldOne = await until(scene, begun, 'held');
    expect(heldOne).toMatchObject({ heldIn: 'grace', heldBecause: 'would-halt-devices' });
    expect(heldOne.waitingFor).toContain('stragglers');
    expect(heldOne.progress.history).toHaveLength(1);
    const held = /^token_admin_held_rotations\{reason="would-halt-devices"\} [1-9]/m;
    await waitFor(async () => held.test(await (await fetch(`${gateway.healthUrl}/metrics`)).text()), {
      describe: 'the metric of held rotations',
      timeoutMs: 30_000,
    });
    await observe(scene, [anObservation({ deviceId: 'a', tokenId: begun.tokenId })]);
    expect(await act(scene, begun, 'advance')).toMatchObject({ status: 200, body: { state: 'completed' } });
  });

  it('waits for every delivery to be stored, and says what to do where devices do not present what an MDM holds', async () => {
    const scene = await newScene();
    const delivery: Delivery = {
      connectionId: randomUUID(),
      platform: 'ios',
      state: 'accepted',
      wantedTokenId: null,
      heldTokenId: null,
      attempts: 1,
      counts: {
        devices: 50,
        installed: 50,
        holding: 40,
        pending: 0,
        failed: 0,
        asOf: new Date().toISOString(),
      },
      lastError: null,
      nextAttemptAt: null,
      changedAt: new Date().toISOString(),
    };
    gateway.neighbours.neighbours.delivered = [{ ...delivery, connectionId: randomUUID() }];
    const begun = await start(scene);
    gateway.neighbours.neighbours.delivered = [{ ...delivery, wantedTokenId: begun.tokenId }];
    await lookNow(begun);
    expect(await read(scene, begun)).toMatchObject({
      state: expect.stringMatching(/delivering|adopting/) as string,
    });
    gateway.neighbours.neighbours.delivered = [
      { ...delivery, state: 'stored', wantedTokenId: begun.tokenId, heldTokenId: begun.tokenId },
    ];
    const { progress } = await until(scene, begun, 'adopting');
    expect(progress.delivered).toMatchObject([
      { state: 'stored', holdsNewToken: true, devices: 50, holding: 40, presenting: 0 },
    ]);
    expect(progress.delivered?.[0]?.advice).toContain('reads its configuration when it starts');
  });

  it.each(['delivering', 'adopting', 'grace', 'held'] as const)(
    'is cancelled while it is %s',
    async (state) => {
      const scene = await newScene();
      const deadline = new Date(Date.now() + 200).toISOString();
      await observe(scene, [anObservation({ deviceId: 'a', tokenId: scene.old.tokenId })]);
      const begun = await start(scene, state === 'held' ? { deadline } : {});
      if (state === 'held')
        await until(scene, begun, 'held').catch(() => lookNow(begun).then(() => until(scene, begun, 'held')));
      else if (state !== 'delivering') await until(scene, begun, 'adopting');
      if (state === 'grace') await act(scene, begun, 'advance');
      expect(await act(scene, begun, 'cancel')).toMatchObject({ status: 200, body: { state: 'cancelled' } });
      await expect(stateOf(scene, scene.old.tokenId)).resolves.toBe('active');
      await expect(stateOf(scene, begun.tokenId)).resolves.toBe('revoked');
    },
  );

  it('is not cancelled when that would halt devices that have taken up the new token, unless it is meant', async () => {
    const scene = await newScene();
    const begun = await start(scene);
    await observe(scene, [anObservation({ deviceId: 'a', tokenId: begun.tokenId })]);
    expect(await act(scene, begun, 'cancel')).toMatchObject({
      status: 409,
      body: { code: 'would-halt-devices', impact: { halted: 1 } },
    });
    expect((await act(scene, begun, 'cancel', { acknowledgeHaltedDevices: 1 })).status).toBe(200);
  });

  it('is completed at once when the old token is compromised, and cancelled when the new one is', async () => {
    const [first, second] = [await newScene(), await newScene()];
    const [one, other] = [await start(first), await start(second)];
    expect((await revoke(first, first.old.tokenId, 'compromised')).status).toBeLessThan(300);
    expect(await read(first, one)).toMatchObject({ state: 'completed' });
    expect((await revoke(second, other.tokenId, 'compromised')).status).toBeLessThan(300);
    expect(await read(second, other)).toMatchObject({ state: 'cancelled' });
    await expect(stateOf(second, second.old.tokenId)).resolves.toBe('active');
  });

  it('is the only one of its scope, and of tokens that there are', async () => {
    const scene = await newScene();
    await start(scene);
    const { administrator, path } = scene.organization;
    const post = (body: object) => administrator.post(`${path}/rotations`, { label: 'x', ...body });
    expect(await post({})).toMatchObject({ status: 409, body: { code: 'conflict' } });
    const other = await newScene();
    const bad = await other.organization.administrator.post(`${other.organization.path}/rotations`, {
      label: 'x',
      replaces: [other.old.tokenId, randomUUID()],
    });
    expect(bad).toMatchObject({ status: 400, body: { issues: [{ path: 'replaces.1' }] } });
    expect((await post({ advance: { whenShare: 2 } })).status).toBe(400);
    expect((await post({ graceHours: -1 })).status).toBe(400);
    expect((await administrator.get(`${path}/rotations/${randomUUID()}`)).status).toBe(404);
    const listed = (await administrator.get(`${path}/rotations`)).body;
    expect(listed).toMatchObject({ items: [{ state: expect.any(String) as string }], nextCursor: null });
  });
});
