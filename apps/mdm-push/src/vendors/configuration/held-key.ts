import type { WantedValue } from '../mdm-vendor.ts';

/**
 * What stands under the key in one configuration. `not-one-text`: a value of another type, or the key more than once:
 * nobody can say what an app would read.
 */
export type HeldKey =
  | { readonly kind: 'absent' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'not-one-text' };

/** Of all entries of exactly the key; a value that is no text is null. A key in other letters is another key to apps. */
export const heldKey = (entries: readonly (string | null)[]): HeldKey => {
  const [text, second] = entries;
  if (text === undefined) return { kind: 'absent' };
  return text === null || second !== undefined ? { kind: 'not-one-text' } : { kind: 'text', text };
};

/** `wanted` null: the key is to be absent. */
export const isWanted = (held: HeldKey, wanted: WantedValue | null): boolean =>
  wanted === null ? held.kind === 'absent' : held.kind === 'text' && wanted.matches(held.text);

export const holds = (held: HeldKey, value: string | null): boolean =>
  isWanted(held, value === null ? null : { matches: (text) => text === value });
