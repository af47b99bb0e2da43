import { anObservation } from '../fixtures/observations.ts';
import { RotationScene } from '../fixtures/rotation-scene.ts';
import { startGateway, type RunningGateway } from '../fixtures/running-gateway.ts';

const statuses = (replies: readonly { readonly status: number }[]): number[] =>
  replies.map(({ status }) => status).toSorted((a, b) => a - b);

describe('two administrators at once', () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(() => gateway.stop());

  it('begin one rotation', async () => {
    const scene = await RotationScene.in(gateway);
    const { administrator, path } = scene.organization;
    const begin = (label: string) => administrator.post(`${path}/rotations`, { label });
    const replies = await Promise.all(['a', 'b', 'c', 'd'].map(begin));
    expect(statuses(replies)).toEqual([201, 409, 409, 409]);
    expect(await scene.all()).toHaveLength(1);
    const tokens = (await administrator.get(`${path}/mdm-tokens`)).body as { items: object[] };
    expect(tokens.items).toHaveLength(2);
  });

  it('take it one step on, and not two, where both meant the same one', async () => {
    const scene = await RotationScene.in(gateway);
    const begun = await scene.start();
    await scene.until(begun, 'adopting');
    const seen = await scene.versionOf(begun);
    const replies = await Promise.all([
      scene.actOn(begun, seen, 'advance'),
      scene.actOn(begun, seen, 'advance'),
      scene.actOn(begun, seen, 'cancel'),
    ]);
    expect(statuses(replies)).toEqual([200, 412, 412]);
    const byPeople = (await scene.audited('RotationAdvanced', 'RotationCancelled')).filter(
      ({ actor }) => 'type' in actor && actor.type === 'admin',
    );
    expect(byPeople).toHaveLength(1);
  });

  it('halt no device that neither was told of: it appears between the look and the step', async () => {
    const scene = await RotationScene.in(gateway);
    const begun = await scene.start({ graceHours: 24 });
    await scene.until(begun, 'adopting');
    await scene.act(begun, 'advance');
    const { tokenId } = scene.old;
    await scene.observe([anObservation({ deviceId: 'told', tokenId, reason: 'token-retiring' })]);
    const look = await scene.organization.administrator.post(`${begun.path}/advance?dryRun=true`);
    expect(look.body).toMatchObject({ impact: { halted: 1 } });
    await scene.observe([anObservation({ deviceId: 'untold', tokenId, reason: 'token-retiring' })]);
    const both = await Promise.all([
      scene.act(begun, 'advance', { acknowledgeHaltedDevices: 1 }),
      scene.act(begun, 'advance', { acknowledgeHaltedDevices: 1 }),
    ]);
    expect(statuses(both)).toEqual([409, 409]);
    expect(both[0]).toMatchObject({ body: { code: 'would-halt-devices', impact: { halted: 2 } } });
    const [one, other] = await Promise.all([
      scene.act(begun, 'advance', { acknowledgeHaltedDevices: 2 }),
      scene.act(begun, 'cancel'),
    ]);
    expect([one.status, other.status].filter((status) => status === 200)).toHaveLength(1);
  });
});
