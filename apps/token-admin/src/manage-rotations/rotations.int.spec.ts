import { waitFor } from '@mdm-gate/testing';
import { randomUUID } from 'node:crypto';
import type { Delivery } from '@mdm-gate/contracts';
import { anObservation, missing } from '../fixtures/observations.ts';
import { RotationScene } from '../fixtures/rotation-scene.ts';
import { startGateway, type RunningGateway } from '../fixtures/running-gateway.ts';

/** Changes with every look. */
const looksStatement = 'SELECT xmin::text FROM token_admin.rotation_history WHERE rotation_id = $1';

describe('a rotation', () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterEach(() => {
    gateway.neighbours.neighbours.delivered = [];
  });
  afterAll(() => gateway.stop());

  const newScene = () => RotationScene.in(gateway);

  it('goes by hand from delivery to completion, with its straggler found, told and acknowledged', async () => {
    const scene = await newScene();
    const { administrator, path } = scene.organization;
    const begun = await scene.start();
    expect(begun).toMatchObject({ state: 'delivering', replaces: [scene.old.tokenId], advance: 'by-hand' });
    await scene.until(begun, 'adopting');
    await scene.observe([
      anObservation({ deviceId: 'late', tokenId: scene.old.tokenId }),
      anObservation({ deviceId: 'quick', tokenId: begun.tokenId, platform: 'android' }),
      anObservation({ deviceId: 'stranger', ...missing }),
    ]);
    const { progress } = await scene.read(begun);
    expect(progress).toMatchObject({ activeDevices: 3, onNew: 1, onOld: 1, onOther: 1, share: 0.5 });
    const stragglers = (await administrator.get(`${begun.path}/stragglers`)).body;
    expect(stragglers).toMatchObject({ items: [{ deviceId: 'late' }], nextCursor: null });
    expect(await scene.act(begun, 'advance')).toMatchObject({ status: 200, body: { state: 'grace' } });
    await expect(scene.stateOf(scene.old.tokenId)).resolves.toBe('retiring');
    const adviceOn = async (deviceId: string) =>
      ((await administrator.get(`${path}/devices/${deviceId}`)).body as { advice: string }).advice;
    expect(await adviceOn('late')).toContain('still presents a token that is being replaced');
    expect(await adviceOn('quick')).toContain('nothing to do');
    const told = await administrator.post(`${begun.path}/advance?dryRun=true`);
    expect(told).toMatchObject({ status: 200, body: { impact: { halted: 1, sample: ['late'] } } });
    expect(await scene.act(begun, 'advance')).toMatchObject({
      status: 409,
      body: { code: 'would-halt-devices', impact: { halted: 1 } },
    });
    const done = await scene.act(begun, 'advance', { acknowledgeHaltedDevices: 1 });
    expect(done).toMatchObject({ status: 200, body: { state: 'completed', waitingFor: null } });
    await expect(scene.stateOf(scene.old.tokenId)).resolves.toBe('revoked');
    await expect(scene.stateOf(begun.tokenId)).resolves.toBe('active');
    expect(await adviceOn('late')).toContain('a value that was revoked');
    expect((await scene.act(begun, 'cancel')).status).toBe(409);
    const audit = (await administrator.get(`${path}/audit-events`)).body as { items: { action: string }[] };
    expect(audit.items.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['RotationStarted', 'RotationAdvanced', 'RotationCompleted']),
    );
  });

  it('goes by itself once enough devices are on the new token, and is held where it would halt one', async () => {
    const scene = await newScene();
    await scene.observe([anObservation({ deviceId: 'a', tokenId: scene.old.tokenId })]);
    const begun = await scene.start({ advance: { whenShare: 0.6 }, graceHours: 0 });
    await scene.observe([anObservation({ deviceId: 'b', tokenId: begun.tokenId })]);
    await scene.until(begun, 'adopting');
    await scene.lookNow(begun);
    await scene.observe([anObservation({ deviceId: 'c', tokenId: begun.tokenId })]);
    const heldOne = await scene.until(begun, 'held');
    expect(heldOne).toMatchObject({ heldIn: 'grace', heldBecause: 'would-halt-devices' });
    expect(heldOne.waitingFor).toContain('stragglers');
    // One for each hour, however often it was looked at; a second one if an hour has begun meanwhile.
    expect([1, 2]).toContain(heldOne.progress.history.length);
    const held = /^token_admin_held_rotations\{reason="would-halt-devices"\} [1-9]/m;
    await waitFor(async () => held.test(await (await fetch(`${gateway.healthUrl}/metrics`)).text()), {
      describe: 'the metric of held rotations',
    });
    await scene.observe([anObservation({ deviceId: 'a', tokenId: begun.tokenId })]);
    expect(await scene.act(begun, 'advance')).toMatchObject({ status: 200, body: { state: 'completed' } });
  });

  it('waits until all is taken in that was said of devices when its step became due, and is held by what that says', async () => {
    const scene = await newScene();
    const { organizationId } = scene.organization;
    const begun = await scene.start({ graceHours: 1 });
    await scene.until(begun, 'adopting');
    await scene.observe([anObservation({ deviceId: 'quick', tokenId: begun.tokenId })]);
    await scene.observe([anObservation({ deviceId: 'late', ...missing })]);
    expect(await scene.act(begun, 'advance')).toMatchObject({ body: { state: 'grace' } });
    const looks = async (): Promise<string> =>
      JSON.stringify(await gateway.database.query(looksStatement, [begun.rotationId]));
    await gateway.database.transaction(async (busy) => {
      // As a replica is that was killed: what it was given is neither taken in nor given to another one yet.
      await busy.query(`SELECT pg_advisory_xact_lock(hashtext('devices'), hashtext($1))`, [organizationId]);
      await scene.say([anObservation({ deviceId: 'late', tokenId: scene.old.tokenId })]);
      await scene.daysPass(1);
      const before = await looks();
      await scene.lookNow(begun);
      await waitFor(async () => (await looks()) !== before, { describe: 'a look' });
      await scene.lookNow(begun);
      expect(await scene.read(begun)).toMatchObject({ state: 'grace' });
    });
    expect(await scene.until(begun, 'held')).toMatchObject({ heldBecause: 'would-halt-devices' });
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
    const begun = await scene.start();
    gateway.neighbours.neighbours.delivered = [{ ...delivery, wantedTokenId: begun.tokenId }];
    await scene.lookNow(begun);
    expect(await scene.read(begun)).toMatchObject({
      state: expect.stringMatching(/delivering|adopting/) as string,
    });
    gateway.neighbours.neighbours.delivered = [
      { ...delivery, state: 'stored', wantedTokenId: begun.tokenId, heldTokenId: begun.tokenId },
    ];
    const { progress } = await scene.until(begun, 'adopting');
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
      await scene.observe([anObservation({ deviceId: 'a', tokenId: scene.old.tokenId })]);
      const begun = await scene.start(state === 'held' ? { deadline } : {});
      if (state === 'held') await scene.until(begun, 'held');
      else if (state !== 'delivering') await scene.until(begun, 'adopting');
      if (state === 'grace') await scene.act(begun, 'advance');
      expect(await scene.act(begun, 'cancel')).toMatchObject({ status: 200, body: { state: 'cancelled' } });
      await expect(scene.stateOf(scene.old.tokenId)).resolves.toBe('active');
      await expect(scene.stateOf(begun.tokenId)).resolves.toBe('revoked');
    },
  );

  it('is not cancelled when that would halt devices that have taken up the new token, unless it is meant', async () => {
    const scene = await newScene();
    const begun = await scene.start();
    await scene.observe([anObservation({ deviceId: 'a', tokenId: begun.tokenId })]);
    expect(await scene.act(begun, 'cancel')).toMatchObject({
      status: 409,
      body: { code: 'would-halt-devices', impact: { halted: 1 } },
    });
    expect((await scene.act(begun, 'cancel', { acknowledgeHaltedDevices: 1 })).status).toBe(200);
  });

  it('is completed at once when the old token is compromised, and cancelled when the new one is', async () => {
    const [first, second] = [await newScene(), await newScene()];
    const [one, other] = [await first.start(), await second.start()];
    expect((await first.revoke(first.old.tokenId, 'compromised')).status).toBeLessThan(300);
    expect(await first.read(one)).toMatchObject({ state: 'completed' });
    expect((await second.revoke(other.tokenId, 'compromised')).status).toBeLessThan(300);
    expect(await second.read(other)).toMatchObject({ state: 'cancelled' });
    await expect(second.stateOf(second.old.tokenId)).resolves.toBe('active');
  });

  it('is the only one of its scope, and of tokens that there are', async () => {
    const scene = await newScene();
    await scene.start();
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
