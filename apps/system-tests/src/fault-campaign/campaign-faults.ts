import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCampaign, type CampaignResult } from './campaign.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '10' },
    logs: { type: 'string' },
  },
});
const seed = Number(values.seed);
const seconds = Number(values.minutes) * 60;
if (!Number.isInteger(seed) || !(seconds > 0))
  throw new Error('--seed takes a whole number, --minutes more than 0');

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const median = (sorted: readonly number[]): number => sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;

const report = ({ haltedSeconds, counts, violations, late }: CampaignResult): void => {
  say(
    `\nseed ${seed}: ${Object.entries(counts)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ')}`,
  );
  say('seconds for which checks were halted after the faulty server worked again: times, median, longest');
  for (const [name, all] of [...haltedSeconds].toSorted(([a], [b]) => a.localeCompare(b))) {
    const sorted = all.toSorted((a, b) => a - b);
    say(`  ${name}: ${sorted.length}, ${median(sorted).toFixed(2)}, ${(sorted.at(-1) ?? 0).toFixed(2)}`);
  }
  for (const { promise, what, atSeconds, during } of violations)
    say(`VIOLATION at ${atSeconds} s (${during}): ${promise}: ${what}`);
  for (const what of late) say(`LATE: checks were halted after ${what}`);
  say(`${violations.length} violations, ${late.length} late`);
};

const result = await runCampaign({ seed, seconds, tell: say });
report(result);
if (values.logs !== undefined) {
  await mkdir(values.logs, { recursive: true });
  for (const [name, log] of result.logs) await writeFile(join(values.logs, `${name}.log`), log);
}
process.exit(result.violations.length + result.late.length === 0 ? 0 : 1);
