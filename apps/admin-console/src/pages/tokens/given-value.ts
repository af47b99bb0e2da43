/** `<input type="datetime-local">` gives the time of this device's zone. */
export const instantOf = (local: string): string => new Date(local).toISOString();

const differentMin = 8;
const lengthMin = 20;

/** What makes a value that somebody types easy to guess, as they type it; undefined when nothing does. The server decides. */
export const weaknessOf = (value: string): string | undefined => {
  if (value === '') return undefined;
  if (value.length < lengthMin) return 'Short values can be guessed. Generated ones cannot.';
  if (new Set(value).size < differentMin) return 'Few different characters: easy to guess.';
  if (/^(?:\d+|[a-z]+|[A-Z]+)$/.test(value)) return 'Only one kind of characters: easier to guess.';
  return undefined;
};
