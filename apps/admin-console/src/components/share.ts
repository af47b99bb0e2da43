const shown = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 });

/** A share as people read it. It is rounded down: 999 of 1,000 is not everybody. */
export const percent = (share: number): string => shown.format(Math.floor(share * 1_000) / 1_000);
