const units = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** `3 days ago`, `in 2 hours`, `now`. */
export const ago = (at: string, nowMs = Date.now()): string => {
  const seconds = (new Date(at).getTime() - nowMs) / 1_000;
  const unit = units.find(([, length]) => Math.abs(seconds) >= length);
  return unit === undefined ? 'just now' : relative.format(Math.round(seconds / unit[1]), unit[0]);
};

/** `today`, `3 days ago`. `on`: a day in UTC, as `2026-11-27`. */
export const daysAgo = (on: string, nowMs = Date.now()): string => {
  const today = new Date(nowMs).toISOString().slice(0, 10);
  return relative.format(Math.round((Date.parse(on) - Date.parse(today)) / 86_400_000), 'day');
};

export const exactly = (at: string): string => exact.format(new Date(at));
