import { rawOf, type JsonNode } from './json-text.ts';

/** What JSON says, apart from how it is written. What is null or empty says nothing. */
export type Meaning = string | readonly Meaning[] | ReadonlyMap<string, Meaning>;

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Numbers of so many digits are the same when JavaScript says so. */
const exactDigitsMax = 15;

type Reader = (node: JsonNode, text: string) => Meaning | undefined;

const readers: Readonly<Record<JsonNode['type'], Reader>> = {
  object: (node, text) => filled(meaningOfObject(node, text)),
  array: (node, text) => filled((node.children ?? []).flatMap((item) => meaningOf(item, text) ?? [])),
  string: (node) => meaningOfText(String(node.value)),
  number: (node, text) => `number ${numberOf(rawOf(text, node))}`,
  boolean: (node) => `boolean ${String(node.value)}`,
  null: () => undefined,
  property: () => undefined,
};

export const meaningOf = (node: JsonNode | undefined, text: string): Meaning | undefined =>
  node === undefined ? undefined : readers[node.type](node, text);

const filled = <Content extends Meaning>(content: Content): Content | undefined =>
  (Array.isArray(content) ? content.length : (content as ReadonlyMap<string, Meaning>).size) === 0
    ? undefined
    : content;

/** A name that stands twice stands for both. */
const meaningOfObject = (object: JsonNode, text: string): ReadonlyMap<string, Meaning> => {
  const found = new Map<string, Meaning>();
  for (const { children: [name, value] = [] } of object.children ?? []) {
    const meaning = meaningOf(value, text);
    const before = found.get(String(name?.value));
    if (meaning !== undefined)
      found.set(String(name?.value), before === undefined ? meaning : [before, meaning]);
  }
  return found;
};

/** The letter case of ids is not fixed. */
const meaningOfText = (text: string): Meaning | undefined =>
  text === '' ? undefined : `text ${guid.test(text) ? text.toLowerCase() : text}`;

const numberOf = (raw: string): string =>
  raw.replace(/\D/g, '').length <= exactDigitsMax ? String(Number(raw)) : raw;

/** Whether nothing of `before` is missing or different in `after`. What is there beside it was added by others. */
export const isKept = (before: Meaning | undefined, after: Meaning | undefined): boolean => {
  if (before === undefined || before === after) return true;
  if (before instanceof Map && after instanceof Map) return lostNames(before, after).length === 0;
  return Array.isArray(before) && Array.isArray(after) && areKept(before, after);
};

/** Which fields are missing or different. */
export const lostNames = (
  before: ReadonlyMap<string, Meaning>,
  after: ReadonlyMap<string, Meaning>,
): readonly string[] =>
  [...before].flatMap(([name, meaning]) => (isKept(meaning, after.get(name)) ? [] : [name]));

/** In any place: MDM systems sort lists as they like. */
const areKept = (before: readonly Meaning[], after: readonly Meaning[]): boolean => {
  const left = [...after];
  return before.every((item) => {
    const place = left.findIndex((other) => isKept(item, other));
    if (place >= 0) left.splice(place, 1);
    return place >= 0;
  });
};
