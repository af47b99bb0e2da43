/** Intune writes seven decimals. */
export function graphTime(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('Z', '0000Z');
}

/** For an instant that never was. */
export const NEVER = '0001-01-01T00:00:00Z';
