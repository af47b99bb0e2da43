import { waitFor } from '@mdm-gate/testing';
import { anObservation } from '../fixtures/observations.ts';
import { RotationScene } from '../fixtures/rotation-scene.ts';
import { connectMdm, startGateway, type RunningGateway } from '../fixtures/running-gateway.ts';

const own = { type: 'service', id: 'token-admin' };

describe('rotateEveryDays', () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(() => gateway.stop());

  const untilBegun = (scene: RotationScene, count = 1) =>
    waitFor(
      async () => {
        const rotations = await scene.all();
        return rotations.length === count && rotations;
      },
      { describe: `${count} rotations` },
    );
  /** Resolves when the organization was looked at: the next look is in an hour then, and in ten minutes while this one runs. */
  const looked = async ({ organization: { organizationId } }: RotationScene): Promise<void> => {
    await gateway.database.query(
      'UPDATE token_admin.rotation_schedules SET next_look_at = now() WHERE organization_id = $1',
      [organizationId],
    );
    await waitFor(async () => {
      const [row] = await gateway.database.query<{ later: boolean }[]>(
        `SELECT next_look_at > now() + interval '30 minutes' AS later FROM token_admin.rotation_schedules
         WHERE organization_id = $1`,
        [organizationId],
      );
      return row?.later === true;
    });
  };
  const policyOf = async ({ organization: { administrator, path } }: RotationScene) =>
    (await administrator.get(`${path}/policy`)).body as { nextRotationAt: string | null };

  it('begins a rotation when the newest value is so old, and the rotation goes on by itself', async () => {
    const scene = await RotationScene.in(gateway);
    await scene.daysPass(89);
    expect((await scene.setPolicy({ rotateEveryDays: 90, rotateWhenShare: 0.5 })).body).toMatchObject({
      rotateEveryDays: 90,
      rotateWhenShare: 0.5,
    });
    await looked(scene);
    expect(await scene.all()).toEqual([]);
    const due = Date.parse((await policyOf(scene)).nextRotationAt ?? '');
    expect(due).toBeGreaterThan(Date.now());
    expect(due).toBeLessThanOrEqual(Date.now() + 86_400_000);

    await scene.daysPass(1);
    const [begun] = await untilBegun(scene);
    expect(begun).toMatchObject({
      replaces: [scene.old.tokenId],
      advance: { whenShare: 0.5, notBefore: null },
      createdBy: 'token-admin',
      connectionId: null,
    });
    expect((await policyOf(scene)).nextRotationAt).toBeNull();
    expect(await scene.audited('RotationStarted')).toMatchObject([{ actor: own, outcome: 'allowed' }]);
    if (begun === undefined) throw new Error('There is none');
    await scene.observe([anObservation({ deviceId: 'a', tokenId: begun.tokenId })]);
    await scene.until(begun, 'grace');
    expect(await scene.stateOf(scene.old.tokenId)).toBe('retiring');
    await scene.daysPass(3);
    await waitFor(async () => (await scene.read(begun)).effective, { describe: 'completion in effect' });
    expect(await scene.read(begun)).toMatchObject({ state: 'completed' });
    expect(await scene.stateOf(scene.old.tokenId)).toBe('revoked');
    expect((await policyOf(scene)).nextRotationAt).not.toBeNull();
  });

  it('begins none beside one that runs, nor at once after one that was cancelled', async () => {
    const scene = await RotationScene.in(gateway);
    const byHand = await scene.start();
    await scene.daysPass(30);
    await scene.setPolicy({ rotateEveryDays: 7 });
    await looked(scene);
    expect(await scene.all()).toHaveLength(1);
    expect((await scene.act(byHand, 'cancel')).status).toBe(200);
    await looked(scene);
    expect(await scene.all()).toHaveLength(1);
    await scene.daysPass(7);
    await untilBegun(scene, 2);
  });

  it('counts a value from when it was edited, and each connection with tokens of its own by itself', async () => {
    const scene = await RotationScene.in(gateway);
    const { administrator, path } = scene.organization;
    await scene.daysPass(30);
    const connectionId = await connectMdm(scene.organization);
    await administrator.post(`${path}/mdm-tokens`, { label: 'its own', connectionId });
    const token = `${path}/mdm-tokens/${scene.old.tokenId}`;
    const ifMatch = (await administrator.get(token)).headers.get('etag');
    const edited = { value: 'another-value-1' };
    expect((await administrator.patch(token, edited, { ifMatch })).status).toBe(200);
    await scene.setPolicy({ rotateEveryDays: 10 });
    await looked(scene);
    expect(await scene.all()).toEqual([]);
    await scene.daysPass(10);
    const begun = await untilBegun(scene, 2);
    expect(new Set(begun.map((each) => each.connectionId))).toEqual(new Set([connectionId, null]));
  });

  it('stays as it is where a policy does not name it, ends with null, and is checked', async () => {
    const scene = await RotationScene.in(gateway);
    await scene.setPolicy({ rotateEveryDays: 10 });
    expect((await scene.setPolicy({})).body).toMatchObject({ rotateEveryDays: 10, rotateWhenShare: 0.98 });
    expect((await scene.setPolicy({ rotateEveryDays: null })).body).toMatchObject({
      rotateEveryDays: null,
      nextRotationAt: null,
    });
    await scene.daysPass(30);
    for (const rotateEveryDays of [0, -1, 1.5, 3_651, '7'])
      expect(await scene.setPolicy({ rotateEveryDays })).toMatchObject({
        status: 400,
        body: { code: 'invalid-request', issues: [{ path: 'rotateEveryDays' }] },
      });
    expect((await scene.setPolicy({ rotateWhenShare: 1.1 })).status).toBe(400);
    expect(await scene.all()).toEqual([]);
  });

  it('says in the audit trail why a rotation that is due was not begun', async () => {
    const scene = await RotationScene.in(gateway);
    const { organizationId } = scene.organization;
    await gateway.database.query(
      `INSERT INTO token_admin.mdm_tokens SELECT (jsonb_populate_record(token, jsonb_build_object(
         'token_id', gen_random_uuid(), 'digest', rpad('d' || n || '-', 43, 'A')))).*
       FROM token_admin.mdm_tokens AS token, generate_series(1, 1000) AS n WHERE organization_id = $1`,
      [organizationId],
    );
    await scene.daysPass(30);
    await scene.setPolicy({ rotateEveryDays: 10 });
    const refused = await waitFor(async () => {
      const rows = await scene.audited('startRotation');
      return rows.length > 0 && rows;
    });
    expect(refused).toMatchObject([{ actor: own, outcome: 'refused', after: { code: 'too-many-tokens' } }]);
    expect(await scene.all()).toEqual([]);
  });
});
