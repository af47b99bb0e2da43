import { streams } from '@mdm-gate/contracts';
import { waitFor } from '@mdm-gate/testing';
import { RestoredStage } from '../fixtures/restored-stage.ts';
import { stageTimeoutMs } from '../fixtures/working-organization.ts';
import { withNats } from '../fixtures/with-nats.ts';

const loops = ['heal-stream', 'compare-connections'] as const;

describe('while nothing changes', () => {
  let stage: RestoredStage;
  beforeAll(async () => {
    stage = await RestoredStage.start();
  });
  afterAll(() => stage.stop());

  const roundsOf = async (loop: string): Promise<number> => {
    const figures = await (await fetch(`${stage.gateway.healthUrl}/metrics`)).text();
    const line = figures
      .split('\n')
      .find((text) => text.includes(`loop="${loop}"`) && text.includes('outcome="done"'));
    return Number(line?.split(' ').at(-1) ?? 0);
  };
  const untilMoreRounds = async (): Promise<void> => {
    for (const loop of loops) {
      const before = await roundsOf(loop);
      await waitFor(async () => (await roundsOf(loop)) >= before + 3, {
        timeoutMs: stageTimeoutMs,
        describe: `three rounds of ${loop}`,
      });
    }
  };

  it('nobody reads the streams, nor asks mdm-push for everything, and what changes then is still seen', async () => {
    const { organization, leaked } = await stage.enforcing();
    await withNats(stage.gateway, async (link) => {
      const readings: string[] = [];
      link.requireConnection().subscribe('$JS.EVENT.ADVISORY.CONSUMER.CREATED.>', {
        callback: (_, { subject }) => {
          if (subject.includes(`.${streams.tokens.name}.`)) readings.push(subject);
        },
      });
      const { neighbours } = stage.gateway.neighbours;
      const looks = () => [readings.length, neighbours.surveys];
      await untilMoreRounds();
      const before = looks();
      await untilMoreRounds();
      expect(looks()).toEqual(before);
      expect(neighbours.surveys).toBeGreaterThan(0);

      // Shows that a reading would have been noticed.
      await organization.revokeUntilRefused(leaked);
      await waitFor(() => looks()[0] !== before[0], { timeoutMs: stageTimeoutMs });
    });
  }, 240_000);
});
