import { commandsOf, runCommands } from '../fixtures/page-of-commands.ts';
import { startPair, type RunningPair } from '../fixtures/running-pair.ts';

describe('docs/rotating.md', () => {
  let pair: RunningPair;
  beforeAll(async () => {
    pair = await startPair();
  });
  afterAll(() => pair.stop());

  it('says what its commands answer, from an empty organization to a straggler that is acknowledged', async () => {
    const [reachingTheStack, ...shown] = commandsOf('docs/rotating.md');
    expect(reachingTheStack?.commands).toContain('.local/stack.json');
    const printed = await runCommands(shown, {
      API: `${pair.tokenAdmin.url}/api/v1`,
      NATS_URL: pair.nats.url,
      TOKEN: await pair.token(),
    });
    const answers = shown.map(({ answer }, index) => ({ answer, printed: printed[index] ?? '' }));
    for (const { answer, printed: text } of answers)
      if (answer !== null) expect(JSON.parse(text)).toMatchObject(answer);
    expect(answers.filter(({ answer }) => answer !== null).length).toBeGreaterThan(10);
  }, 300_000);
});
