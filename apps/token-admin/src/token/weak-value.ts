/** Below this, somebody who can present values to the verifier for a long time, or who gets hold of a digest key, may find it. */
const strongBits = 80;

const characterClasses: readonly (readonly [RegExp, number])[] = [
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/[0-9]/, 10],
  [/[^a-zA-Z0-9]/, 33],
];

const commonWords =
  /password|passwort|secret|token|admin|welcome|letmein|qwerty|asdf|pingid|mdm|company|test|demo|change/gi;

const bitsPerCharacter = (text: string): number =>
  Math.log2(
    characterClasses.reduce((size, [pattern, count]) => (pattern.test(text) ? size + count : size), 1),
  );

/** A character that follows from the one before (the same, or its neighbour as in `abc`, `321`) tells nothing new. */
const surprises = (text: string): number =>
  Array.from(text).filter((character, index) => {
    const before = index === 0 ? -1 : text.charCodeAt(index - 1);
    return before === -1 || Math.abs(character.charCodeAt(0) - before) > 1;
  }).length;

const withoutRepeats = (text: string): string => text.replace(/(.{2,}?)\1+/g, '$1');

/** A rough lower estimate of how hard a value entered by hand is to guess, in bits. */
export const estimatedBits = (value: string): number => {
  const rest = withoutRepeats(value.replace(commonWords, '-'));
  return surprises(rest) * bitsPerCharacter(rest);
};

export const isWeakValue = (value: string): boolean => estimatedBits(value) < strongBits;
