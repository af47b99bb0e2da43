import { RotationCampaign } from './campaign.ts';
import { plans } from './lane.ts';

/** `npm run campaign:rotations` kills 200 times. */
const [kills, faults] = [4, 6];

describe('token-admin killed in the middle of rotations, beside what happens to servers and MDM systems', () => {
  it('makes each step once, halts no device by itself, and every rotation ends as it was meant to', async () => {
    const said: string[] = [];
    const say = (line: string): void => void said.push(line);
    const { ended } = await RotationCampaign.run({ kills, faults, seed: 1, say });
    expect(said).toHaveLength(kills + faults);
    for (const what of ['token-admin', 'NATS', 'PostgreSQL', 'Redis', 'MDM systems'])
      expect(said.filter((line) => line.includes(`: ${what} `))).not.toEqual([]);
    for (const plan of plans)
      expect(Object.keys(ended).filter((end) => end.startsWith(plan))).not.toEqual([]);
  }, 600_000);
});
