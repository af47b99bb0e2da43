/** What somebody called a thing, within a sentence: told apart from its words, and in a direction of its own. */
export const quoted = (label: string): string => `“\u2068${label}\u2069”`;
