/** A vendor's answer, read whole: `text` as it came. `body` is the parsed JSON, the text when it is none, undefined when it is empty. */
export interface VendorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly body: unknown;
}

export const isSuccess = ({ status }: VendorAnswer): boolean => status >= 200 && status < 300;

/** The MDM says that it does not carry the request out; an error of its own (5xx) may come after it did. */
export const isRefusal = ({ status }: VendorAnswer): boolean => status >= 300 && status < 500;

/** How long `Retry-After` asks us to stay away: seconds (Microsoft sends decimals) or a date. */
export const retryAfterMs = ({ headers }: VendorAnswer, nowMs: number): number | undefined => {
  const text = headers['retry-after'];
  if (text === undefined) return undefined;
  const seconds = Number(text);
  const waitMs = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(text) - nowMs;
  return Number.isFinite(waitMs) ? Math.min(Math.max(0, waitMs), pauseMaxMs) : undefined;
};

/** Nobody keeps us away for longer: we ask again then. */
export const pauseMaxMs = 15 * 60 * 1_000;

/** When the vendor says that nothing is left of the current window: how long until the next one. */
export const rateWindowPauseMs = ({ headers }: VendorAnswer, nowMs: number): number | undefined => {
  const reset = Number(headers['x-ratelimit-reset']);
  if (headers['x-ratelimit-remaining'] !== '0' || !Number.isFinite(reset)) return undefined;
  return Math.min(Math.max(0, reset * 1_000 - nowMs), pauseMaxMs);
};

/** How far the vendor's clock is ahead of ours, to the second; undefined without a `Date` header. */
export const clockDifferenceMs = ({ headers }: VendorAnswer, nowMs: number): number | undefined => {
  const vendorMs = Date.parse(headers.date ?? '');
  return Number.isNaN(vendorMs) ? undefined : vendorMs - nowMs;
};
