import { problemOf } from '../fixtures/api-client.ts';
import { anObservation } from '../fixtures/observations.ts';
import { RotationScene } from '../fixtures/rotation-scene.ts';
import { startGateway, type RunningGateway } from '../fixtures/running-gateway.ts';

describe('a rotation that a person holds', () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(() => gateway.stop());

  it.each(['adopting', 'grace'] as const)(
    'in %s takes no step by itself, changes no token, and goes on from there',
    async (state) => {
      const scene = await RotationScene.in(gateway);
      const begun = await scene.start({ graceHours: 24 });
      await scene.until(begun, 'adopting');
      if (state === 'grace') expect((await scene.act(begun, 'advance')).status).toBe(200);
      const before = await scene.stateOf(scene.old.tokenId);
      expect(await scene.act(begun, 'hold')).toMatchObject({
        status: 200,
        body: {
          state: 'held',
          heldIn: state,
          heldBecause: 'by-hand',
          waitingFor: expect.stringContaining('Resume') as string,
        },
      });
      await scene.daysPass(2);
      await scene.lookNow(begun);
      expect(await scene.read(begun)).toMatchObject({ state: 'held', heldBecause: 'by-hand' });
      expect(await scene.stateOf(scene.old.tokenId)).toBe(before);
      expect(await scene.stateOf(begun.tokenId)).toBe('active');
      const resumed = await scene.act(begun, 'resume');
      expect(resumed).toMatchObject({ status: 200, body: { state, heldIn: null, heldBecause: null } });
      if (state === 'grace') {
        // The grace time begins anew: what passed while nobody was to be hurried does not count.
        await scene.lookNow(begun);
        expect(await scene.read(begun)).toMatchObject({ state: 'grace' });
        await scene.daysPass(1);
        await scene.until(begun, 'completed');
      }
      const held = await scene.audited('RotationHeld', 'RotationResumed');
      expect(held.map(({ action }) => action).toSorted()).toEqual(['RotationHeld', 'RotationResumed']);
      for (const { actor } of held) expect(actor).toMatchObject({ type: 'admin' });
    },
  );

  it('is held before devices take it on by themselves', async () => {
    const scene = await RotationScene.in(gateway);
    await scene.observe([anObservation({ deviceId: 'a', tokenId: scene.old.tokenId })]);
    const begun = await scene.start({ advance: { whenShare: 0.5 } });
    await scene.until(begun, 'adopting');
    await scene.act(begun, 'hold');
    await scene.observe([anObservation({ deviceId: 'a', tokenId: begun.tokenId })]);
    await scene.lookNow(begun);
    expect(await scene.read(begun)).toMatchObject({ state: 'held', progress: { share: 1 } });
    await scene.act(begun, 'resume');
    await scene.lookNow(begun);
    await scene.until(begun, 'grace');
  });

  it('can be advanced and cancelled all the same', async () => {
    const [one, other] = [await RotationScene.in(gateway), await RotationScene.in(gateway)];
    const [first, second] = [await one.start(), await other.start()];
    await one.until(first, 'adopting');
    await one.act(first, 'hold');
    expect(await one.act(first, 'advance')).toMatchObject({ status: 200, body: { state: 'grace' } });
    await other.act(second, 'hold');
    expect(await other.act(second, 'cancel')).toMatchObject({ status: 200, body: { state: 'cancelled' } });
  });

  it('is held once, by whoever knows it as it is, and resumed only if a person held it', async () => {
    const scene = await RotationScene.in(gateway);
    const begun = await scene.start({ graceHours: 0 });
    await scene.until(begun, 'adopting');
    const conflict = async (act: 'hold' | 'resume') => {
      const reply = await scene.act(begun, act);
      expect([reply.status, problemOf(reply).code]).toEqual([409, 'conflict']);
    };
    await conflict('resume');
    const seen = await scene.versionOf(begun);
    const replies = await Promise.all([scene.actOn(begun, seen, 'hold'), scene.actOn(begun, seen, 'hold')]);
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
    await conflict('hold');
    await scene.act(begun, 'resume');
    await scene.observe([anObservation({ deviceId: 'late', tokenId: scene.old.tokenId })]);
    await scene.act(begun, 'advance');
    await scene.until(begun, 'held');
    await conflict('resume');
    await scene.act(begun, 'cancel');
    await conflict('hold');
  });

  it('is not held by those who may not decide on it', async () => {
    const scene = await RotationScene.in(gateway);
    const begun = await scene.start();
    const operator = await gateway.as(`${scene.organization.organizationId}:operator`);
    for (const act of ['hold', 'resume']) {
      const reply = await operator.post(`${begun.path}/${act}`, {}, { ifMatch: '"1"' });
      expect([reply.status, problemOf(reply).code]).toEqual([403, 'forbidden']);
    }
  });
});
