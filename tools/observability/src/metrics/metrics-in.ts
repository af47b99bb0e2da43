const notMetrics: ReadonlySet<string> = new Set(
  'and or unless by without on ignoring group_left group_right offset bool inf nan'.split(' '),
);

/** The names of series that a PromQL expression asks for. */
export const metricsIn = (expression: string): readonly string[] => {
  const bare = expression
    .replace(/"(?:[^"\\]|\\.)*"/g, '')
    .replace(/\{[^}]*\}/g, ' ')
    .replace(/\[[^\]]*\]/g, ' ')
    .replace(/\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ');
  const words = bare.matchAll(/(?<![\w:.])(?<word>[a-zA-Z_:][\w:]*)(?!\s*\(|[\w:])/g);
  return [...words]
    .map(({ groups }) => groups?.['word'] ?? '')
    .filter((word) => !notMetrics.has(word.toLowerCase()));
};
