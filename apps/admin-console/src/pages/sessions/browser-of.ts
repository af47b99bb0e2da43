/** Enough of a user agent for its owner to recognize it; the whole is a hover away. */
const browsers = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const;

const systems = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Windows', 'Windows'],
  ['Mac OS', 'macOS'],
  ['Linux', 'Linux'],
] as const;

const nameIn = (text: string, names: readonly (readonly [string, string])[]): string | undefined =>
  names.find(([mark]) => text.includes(mark))?.[1];

export const browserOf = (userAgent: string | null): string => {
  const parts = [nameIn(userAgent ?? '', browsers), nameIn(userAgent ?? '', systems)];
  const known = parts.filter((part) => part !== undefined);
  return known.length === 0 ? 'Unknown browser' : known.join(' on ');
};
