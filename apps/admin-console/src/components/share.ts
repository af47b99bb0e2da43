const shown = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 });

/** A share that something waits for, as people read it. It is rounded down: 999 of 1,000 is not everybody. */
export const percent = (share: number): string => shown.format(Math.floor(share * wholeTenths) / wholeTenths);

const wholeTenths = 1_000;

/** How a whole divides, in words that sum to it. What is there is never nothing, and what is not all is never all. */
export const percents = (counts: readonly number[]): readonly string[] =>
  tenthsOf(counts).map((tenths) => shown.format(tenths / wholeTenths));

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Tenths of a per cent: what rounding leaves over goes to the largest remainders, and what it lacks comes from the most. */
const tenthsOf = (counts: readonly number[]): readonly number[] => {
  const total = sum(counts);
  if (total === 0) return counts.map(() => 0);
  const exact = counts.map((count) => (count / total) * wholeTenths);
  const tenths = exact.map((share) => (share === 0 ? 0 : Math.max(1, Math.floor(share))));
  const missing = wholeTenths - sum(tenths);
  for (let given = 0; given < Math.abs(missing); given += 1) {
    const remainders = exact.map((share, index) => share - (tenths[index] ?? 0));
    const next = indexOfMost(missing > 0 ? remainders : tenths);
    tenths[next] = (tenths[next] ?? 0) + Math.sign(missing);
  }
  return tenths;
};

const indexOfMost = (values: readonly number[]): number => values.indexOf(Math.max(...values));
