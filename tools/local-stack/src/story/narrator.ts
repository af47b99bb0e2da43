import { performance } from 'node:perf_hooks';
import { styleText } from 'node:util';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

/** Tells the reader what happens, what was observed and how long it took. */
export const narrator = {
  heading: (text: string): void => {
    say(`\n${styleText('bold', text)}`);
  },
  step: (number: number, title: string): void => {
    say(`\n${styleText('bold', `${number}. ${title}`)}`);
  },
  observed: (text: string): void => {
    say(`   ${styleText('green', '✓')} ${text}`);
  },
  failed: (text: string): void => {
    say(`   ${styleText('red', '✗')} ${text.replaceAll('\n', '\n     ')}`);
  },
  took: (ms: number): void => {
    say(styleText('dim', `   ${seconds(ms)}`));
  },
  line: say,
} as const;

/** Announces a part that takes a while, and says how long it took. */
export const progress = async <Value>(doing: string, part: Promise<Value>): Promise<Value> => {
  const startedAt = performance.now();
  const value = await part;
  say(`   ${styleText('green', '✓')} ${doing} ${styleText('dim', seconds(performance.now() - startedAt))}`);
  return value;
};
