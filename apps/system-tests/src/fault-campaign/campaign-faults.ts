import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCampaign, type CampaignResult } from './campaign.ts';
import { seedsIn } from './seeds.ts';
import { summaryOf } from './summary.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string' },
    minutes: { type: 'string', default: '10' },
    logs: { type: 'string' },
  },
});
const seeds = seedsIn(values.seeds ?? values.seed ?? '1');
const seconds = Number(values.minutes) * 60;
if (!(seconds > 0)) throw new Error('--minutes takes more than 0');

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const report = (seed: number, result: CampaignResult): void => {
  say(`\nseed ${seed}: for how long checks were halted after the faulty server worked again\n`);
  say(summaryOf([result]));
  for (const { promise, what, atSeconds, during } of result.violations)
    say(`VIOLATION at ${atSeconds} s (${during}): ${promise}: ${what}`);
  for (const what of result.late) say(`LATE: checks were halted after ${what}`);
};

const keepLogs = async (folder: string, seed: number, { logs }: CampaignResult): Promise<void> => {
  const ofSeed = seeds.length === 1 ? folder : join(folder, `seed-${seed}`);
  await mkdir(ofSeed, { recursive: true });
  for (const [name, log] of logs) await writeFile(join(ofSeed, `${name}.log`), log);
};

const results: CampaignResult[] = [];
for (const seed of seeds) {
  const result = await runCampaign({ seed, seconds, tell: say });
  report(seed, result);
  if (values.logs !== undefined) await keepLogs(values.logs, seed, result);
  results.push(result);
}
if (results.length > 1) say(`\nall seeds\n\n${summaryOf(results)}`);
const isKept = results.every(({ violations, late }) => violations.length + late.length === 0);
process.exit(isKept ? 0 : 1);
