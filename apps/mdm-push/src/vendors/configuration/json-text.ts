import { parseTree, type Node as JsonNode } from 'jsonc-parser';

export type { Node as JsonNode } from 'jsonc-parser';

/** A part of a text that is to become another one. */
export interface Edit {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** JSON that is changed as a text, so that everything else stays as it is: numbers of any size, doubled names, order, spaces. */
export const parseJson = (text: string): JsonNode | undefined => {
  try {
    JSON.parse(text);
    return parseTree(text);
  } catch {
    // Too deep, or none: the reason would quote what stands there.
    return undefined;
  }
};

/** The edits do not overlap. */
export const edited = (text: string, edits: readonly Edit[]): string => {
  const parts: string[] = [];
  let done = 0;
  for (const { offset, length, text: by } of edits.toReversed().sort(byOffset)) {
    parts.push(text.slice(done, offset), by);
    done = offset + length;
  }
  return parts.join('') + text.slice(done);
};

const byOffset = (one: Edit, other: Edit): number => one.offset - other.offset;

/** All values that an object has under the name. */
export const valuesOf = (object: JsonNode | undefined, name: string): readonly JsonNode[] =>
  (object?.type === 'object' ? (object.children ?? []) : []).flatMap(({ children = [] }) =>
    children[0]?.value === name && children[1] !== undefined ? [children[1]] : [],
  );

export const namesOf = (object: JsonNode): readonly string[] =>
  (object.children ?? []).map(({ children = [] }) => String(children[0]?.value));

/** The only value under the name; undefined when there is none, or more than one. */
export const valueOf = (object: JsonNode | undefined, name: string): JsonNode | undefined => {
  const [value, second] = valuesOf(object, name);
  return second === undefined ? value : undefined;
};

export const textOf = (node: JsonNode | undefined): string | null =>
  node?.type === 'string' ? String(node.value) : null;

export const isNull = (node: JsonNode | undefined): boolean => node === undefined || node.type === 'null';

export const rawOf = (text: string, { offset, length }: JsonNode): string =>
  text.slice(offset, offset + length);

export const replacement = ({ offset, length }: JsonNode, text: string): Edit => ({ offset, length, text });

const endOf = ({ offset, length }: JsonNode): number => offset + length;

/** At the end of an array, or of an object when the text is a property. */
export const addition = (container: JsonNode, text: string): Edit => {
  const last = container.children?.at(-1);
  return last === undefined
    ? { offset: container.offset + 1, length: 0, text }
    : { offset: endOf(last), length: 0, text: `,${text}` };
};

/** Takes items out of an array, each with one comma beside it. */
export const removals = (array: JsonNode, removed: ReadonlySet<JsonNode>): readonly Edit[] => {
  const items = array.children ?? [];
  const firstKept = items.findIndex((item) => !removed.has(item));
  return items.flatMap((item, place) => {
    if (!removed.has(item)) return [];
    const before = firstKept >= 0 && firstKept < place ? items[place - 1] : undefined;
    const from = before === undefined ? item.offset : endOf(before);
    const next = items[place + 1];
    const to = before === undefined && next !== undefined ? next.offset : endOf(item);
    return [{ offset: from, length: to - from, text: '' }];
  });
};
