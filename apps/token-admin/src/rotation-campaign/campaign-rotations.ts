import { parseArgs } from 'node:util';
import { RotationCampaign } from './campaign.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    faults: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
  },
});
const [kills, faults, seed] = [Number(values.kills), Number(values.faults), Number(values.seed)];

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const { ended } = await RotationCampaign.run({ kills, faults, seed, say });
say(
  `${kills} kills and ${faults} faults with seed ${seed}, and every promise was kept. Rotations by plan and end: ${JSON.stringify(ended)}`,
);
