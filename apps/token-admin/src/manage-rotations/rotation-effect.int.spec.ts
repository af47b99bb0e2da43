import { CodedError } from '@mdm-gate/service-kit';
import { waitFor } from '@mdm-gate/testing';
import { RotationScene, type Begun } from '../fixtures/rotation-scene.ts';
import { startGateway, type RunningGateway } from '../fixtures/running-gateway.ts';

describe('the effect of a rotation that ends', () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterEach(() => {
    gateway.neighbours.verifier.problem = null;
  });
  afterAll(() => gateway.stop());

  const verifierIsAway = () => {
    gateway.neighbours.verifier.problem = new CodedError('dependency-unavailable', 'Redis is away');
  };
  const inGrace = async (scene: RotationScene): Promise<Begun> => {
    const begun = await scene.start({ graceHours: 24 });
    await scene.until(begun, 'adopting');
    expect((await scene.act(begun, 'advance')).body).toMatchObject({ state: 'grace', effective: null });
    return begun;
  };

  it.each([
    ['advance', 'completed'],
    ['cancel', 'cancelled'],
  ] as const)('by %s is told at once when every check is decided by it', async (act, state) => {
    const scene = await RotationScene.in(gateway);
    const begun = await inGrace(scene);
    expect(await scene.act(begun, act)).toMatchObject({ status: 200, body: { state, effective: true } });
    const [applied] = gateway.neighbours.verifier.applied
      .filter(({ organizationId }) => organizationId === scene.organization.organizationId)
      .slice(-1);
    expect(applied?.activeSet.tokens.filter((token) => token.state === 'revoked')).toHaveLength(1);
  });

  it.each([
    ['advance', 'completed'],
    ['cancel', 'cancelled'],
  ] as const)(
    'by %s is followed while no verifier confirms it, and said to be under way',
    async (act, state) => {
      const scene = await RotationScene.in(gateway);
      const { administrator } = scene.organization;
      const begun = await inGrace(scene);
      verifierIsAway();
      const reply = await scene.act(begun, act);
      expect(reply).toMatchObject({ status: 202, body: { state, effective: false } });
      const location = (reply.headers.get('location') ?? '').replace('/api/v1', '');
      expect((await administrator.get(location)).body).toMatchObject({
        state: 'under-way',
        subjectId: begun.rotationId,
      });
      expect(await scene.read(begun)).toMatchObject({ effective: false });
      expect(await scene.all()).toMatchObject([{ effective: false }]);
      gateway.neighbours.verifier.problem = null;
      await waitFor(async () => (await scene.read(begun)).effective);
      expect((await administrator.get(location)).body).toMatchObject({ state: 'effective' });
    },
  );

  it('is followed alike when the rotation ends by itself, or with the token that it replaces', async () => {
    const [alone, revoked] = [await RotationScene.in(gateway), await RotationScene.in(gateway)];
    const [first, second] = [await inGrace(alone), await inGrace(revoked)];
    verifierIsAway();
    await alone.daysPass(1);
    await alone.until(first, 'completed');
    expect((await revoked.revoke(revoked.old.tokenId, 'compromised')).status).toBe(202);
    for (const [scene, begun] of [
      [alone, first],
      [revoked, second],
    ] as const)
      expect(await scene.read(begun)).toMatchObject({ state: 'completed', effective: false });
    gateway.neighbours.verifier.problem = null;
    for (const [scene, begun] of [
      [alone, first],
      [revoked, second],
    ] as const)
      await waitFor(async () => (await scene.read(begun)).effective);
  });
});
