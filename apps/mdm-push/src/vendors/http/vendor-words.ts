const wordsMax = 300;

/** What a vendor says, fit to be shown: one line, not too long; undefined when it says nothing. */
export const vendorWords = (text: string): string | undefined => {
  const line = text
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
    .slice(0, wordsMax);
  return line === '' ? undefined : `"${line}"`;
};
