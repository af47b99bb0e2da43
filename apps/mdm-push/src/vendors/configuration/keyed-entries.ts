import { heldKey, type HeldKey } from './held-key.ts';
import {
  addition,
  namesOf,
  removals,
  replacement,
  textOf,
  valueOf,
  valuesOf,
  type Edit,
  type JsonNode,
} from './json-text.ts';

/** How a vendor writes keys and values as a list of objects. */
export interface EntryForm {
  /** The property with the key. */
  readonly keyName: string;
  /** The value of an entry when it is a text to apps; null for any other. */
  valueIn(entry: JsonNode): string | null;
  /** A new entry with a text. */
  write(key: string, value: string): string;
  /** Puts a text in the place of another one; the whole entry is written anew when left out. */
  rewrite?(entry: JsonNode, value: string): Edit | undefined;
}

const entriesOf = (list: JsonNode | undefined, key: string, { keyName }: EntryForm): readonly JsonNode[] =>
  (list?.type === 'array' ? (list.children ?? []) : []).filter((entry) =>
    valuesOf(entry, keyName).some((node) => textOf(node) === key),
  );

export const heldInEntries = (list: JsonNode | undefined, key: string, form: EntryForm): HeldKey =>
  heldKey(entriesOf(list, key, form).map((entry) => form.valueIn(entry)));

/** Sets the key once, as a text, where it stood first; null takes it out. Nothing else is touched. */
export const entryEdits = (
  list: JsonNode,
  form: EntryForm,
  { key, value }: { readonly key: string; readonly value: string | null },
): readonly Edit[] => {
  const [first, ...doubles] = entriesOf(list, key, form);
  if (value === null) return removals(list, new Set(first === undefined ? [] : [first, ...doubles]));
  if (first === undefined) return [addition(list, form.write(key, value))];
  const rewritten = form.valueIn(first) === null ? undefined : form.rewrite?.(first, value);
  return [rewritten ?? replacement(first, form.write(key, value)), ...removals(list, new Set(doubles))];
};

/** How many entries a list has. */
export const sizeOf = (list: JsonNode | undefined): number => list?.children?.length ?? 0;

/** The text of a property, of an entry that has it and some of the others, each once, and nothing else. */
export const onlyText = (entry: JsonNode, name: string, others: readonly string[]): string | null => {
  const names = namesOf(entry);
  const areKnown = names.every((each) => each === name || others.includes(each));
  return areKnown && new Set(names).size === names.length ? textOf(valueOf(entry, name)) : null;
};
