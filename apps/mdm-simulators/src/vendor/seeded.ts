import { createHash } from 'node:crypto';

function digest(seed: number, parts: readonly (string | number)[]): Buffer {
  return createHash('sha256')
    .update([seed, ...parts].join('\u0000'))
    .digest();
}

/** The same GUID for the same seed and name, on every run. */
export function seededGuid(seed: number, ...name: (string | number)[]): string {
  const hex = digest(seed, name).toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** The same secret for the same seed and name: these open nothing but a simulator. */
export function seededSecret(seed: number, ...name: (string | number)[]): string {
  return `sim-${digest(seed, ['secret', ...name])
    .toString('base64url')
    .slice(0, 32)}`;
}

/** A whole number from `min` to `max`, both included. */
export function seededInteger(
  range: { min: number; max: number },
  seed: number,
  ...name: (string | number)[]
): number {
  const fraction = digest(seed, name).readUInt32BE(0) / 0x1_0000_0000;
  return range.min + Math.floor(fraction * (range.max - range.min + 1));
}
