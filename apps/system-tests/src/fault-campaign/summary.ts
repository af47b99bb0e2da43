import type { CampaignResult } from './campaign.ts';

type Told = Pick<CampaignResult, 'counts' | 'haltedSeconds' | 'violations' | 'late'>;

const median = (sorted: readonly number[]): number => sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;

const total = (results: readonly Told[], of: (result: Told) => number): number =>
  results.reduce((sum, result) => sum + of(result), 0);

const haltedByFault = (results: readonly Told[]): ReadonlyMap<string, readonly number[]> => {
  const all = new Map<string, readonly number[]>();
  for (const { haltedSeconds } of results)
    for (const [fault, seconds] of haltedSeconds) all.set(fault, [...(all.get(fault) ?? []), ...seconds]);
  return all;
};

/**
 * For how long checks were halted after each fault, over all seeds, as a table of Markdown: the times count from when the
 * faulty server works again.
 */
export const summaryOf = (results: readonly Told[]): string => {
  const lines = [...haltedByFault(results)]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([fault, seconds]) => {
      const sorted = seconds.toSorted((a, b) => a - b);
      return `| ${fault} | ${sorted.length} | ${median(sorted).toFixed(2)} | ${(sorted.at(-1) ?? 0).toFixed(2)} |`;
    });
  const counts = (['faults', 'checks', 'halted', 'creations', 'revocations'] as const)
    .map((name) => `${total(results, (result) => result.counts[name])} ${name}`)
    .join(', ');
  const violations = total(results, (result) => result.violations.length);
  const late = total(results, (result) => result.late.length);
  return [
    '| fault | times | checks halted, median s | longest s |',
    '| --- | ---: | ---: | ---: |',
    ...lines,
    '',
    `seeds: ${results.length}; ${counts}; ${violations} violations, ${late} late`,
  ].join('\n');
};
