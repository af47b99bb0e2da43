import { runCampaign } from './campaign.ts';

const seconds = 25;

/**
 * `npm run campaign:faults -- --seed N --minutes M` goes on for as long as one likes, and counts seconds as well, which say
 * nothing here: other tests share the processors.
 */
describe(`everything twice, under faults for ${seconds} seconds`, () => {
  it('keeps its promises', async () => {
    const told: string[] = [];
    const { violations, counts } = await runCampaign({ seed: 7, seconds, tell: (line) => told.push(line) });
    expect(violations).toEqual([]);
    expect(counts.faults).toBeGreaterThan(0);
    expect(counts.checks).toBeGreaterThan(100);
    expect(told.filter((line) => line.includes('checks were halted for'))).toHaveLength(counts.faults);
  }, 400_000);
});
