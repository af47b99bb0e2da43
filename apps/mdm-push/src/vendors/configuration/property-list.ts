import {
  parseXml,
  XmlCdata,
  XmlComment,
  XmlDocumentType,
  XmlElement,
  XmlText,
  type XmlNode,
} from '@rgrove/parse-xml';
import { heldKey, type HeldKey } from './held-key.ts';
import { edited, type Edit } from './json-text.ts';
import type { Meaning } from './meaning.ts';

interface Entry {
  readonly key: XmlElement;
  readonly value: XmlElement;
}

/**
 * A dictionary in XML, bare or in a property list, that is changed as a text: everything but the key stays as it was
 * entered, to the letter.
 */
export class PropertyList {
  private readonly text: string;
  private readonly dictionary: XmlElement;
  private readonly entries: readonly Entry[];
  #places: ReadonlyMap<XmlNode, number> | undefined;

  private constructor(text: string, dictionary: XmlElement, entries: readonly Entry[]) {
    this.text = text;
    this.dictionary = dictionary;
    this.entries = entries;
  }

  /** Undefined for what is no dictionary of a property list, or has a document type with rules of its own. */
  static parse(text: string): PropertyList | undefined {
    const dictionary = dictionaryIn(text);
    const entries = dictionary === undefined ? undefined : entriesIn(dictionary);
    return dictionary === undefined || entries === undefined
      ? undefined
      : new PropertyList(text, dictionary, entries);
  }

  held(key: string): HeldKey {
    return heldKey(this.#entriesOf(key).map(({ value }) => plainText(value)));
  }

  /** Sets the key once, as a text, where it stood first; null takes it out. Undefined when no key would be left. */
  with(key: string, value: string | null): string | undefined {
    const [first, ...doubles] = this.#entriesOf(key);
    if (value === null) {
      const own = first === undefined ? [] : [first, ...doubles];
      if (own.length === this.entries.length) return undefined;
      return edited(
        this.text,
        own.map((entry) => this.#removal(entry)),
      );
    }
    if (first === undefined) return edited(this.text, [this.#addition(key, value)]);
    const replaced = edit(first.value.start, first.value.end, stringElement(value));
    return edited(this.text, [replaced, ...doubles.map((entry) => this.#removal(entry))]);
  }

  /** What stands there beside the key, apart from how it is written. */
  neighboursOf(key: string): Meaning {
    return this.entries.flatMap((entry) =>
      plainText(entry.key) === key ? [] : [[`key ${entry.key.text}`, meaningOf(entry.value)]],
    );
  }

  #entriesOf(key: string): readonly Entry[] {
    return this.entries.filter((entry) => plainText(entry.key) === key);
  }

  /** With the space in front of it; a comment between key and value stays. */
  #removal({ key, value }: Entry): Edit {
    const siblings = this.dictionary.children;
    const place = this.#placeOf(key);
    const before = siblings[place - 1];
    const start = before instanceof XmlText && isSpace(before) ? before.start : key.start;
    const between = siblings.slice(place + 1, this.#placeOf(value));
    const kept = between.filter((node) => !isSpace(node)).map((node) => this.#rawOf(node));
    return edit(start, value.end, kept.join(''));
  }

  /** At the end, with the space between its parts that the first key has in front of it. */
  #addition(key: string, value: string): Edit {
    const { start, end, children } = this.dictionary;
    const first = children[0];
    const space =
      first instanceof XmlText && isSpace(first) && this.entries.length > 0 ? this.#rawOf(first) : '';
    const content = `${space}<key>${escaped(key)}</key>${space}${stringElement(value)}`;
    const raw = this.text.slice(start, end);
    if (raw.endsWith('/>'))
      return edit(start, end, `${raw.slice(0, -2).trimEnd()}>${content}</${this.dictionary.name}>`);
    const last = children.at(-1);
    const at = last === undefined ? raw.lastIndexOf('</') + start : isSpace(last) ? last.start : last.end;
    return edit(at, at, content);
  }

  /** Kept, as a dictionary may have the key thousands of times. */
  #placeOf(node: XmlNode): number {
    this.#places ??= new Map(this.dictionary.children.map((child, place) => [child, place]));
    return this.#places.get(node) ?? -1;
  }

  #rawOf({ start, end }: XmlNode): string {
    return this.text.slice(start, end);
  }
}

const edit = (start: number, end: number, text: string): Edit => ({
  offset: start,
  length: end - start,
  text,
});

const stringElement = (value: string): string => `<string>${escaped(value)}</string>`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');

const isSpace = (node: XmlNode): boolean => node instanceof XmlText && node.text.trim() === '';

/** Null for another element than a key or string, and for one with more than characters in it. */
const plainText = (element: XmlElement): string | null => {
  if (element.name !== 'string' && element.name !== 'key') return null;
  return element.children.every((node) => node instanceof XmlText || node instanceof XmlCdata)
    ? element.text
    : null;
};

const meaningOf = (element: XmlElement): Meaning => {
  const elements = elementsOf(element);
  if (elements.length === 0) return [`element ${element.name}`, `text ${element.text}`];
  const isPaired = element.name === 'dict';
  const content = elements.flatMap((each, place): Meaning[] => {
    if (!isPaired) return [meaningOf(each)];
    const value = elements[place + 1];
    return place % 2 === 0 && value !== undefined ? [[`key ${each.text}`, meaningOf(value)]] : [];
  });
  return [`element ${element.name}`, ...content];
};

const elementsOf = ({ children }: XmlElement): readonly XmlElement[] =>
  children.filter((node) => node instanceof XmlElement);

/** Undefined unless keys and values take turns, with nothing but space and comments between them. */
const entriesIn = (dictionary: XmlElement): readonly Entry[] | undefined => {
  const isClean = dictionary.children.every(
    (node) => node instanceof XmlElement || node instanceof XmlComment || isSpace(node),
  );
  const elements = elementsOf(dictionary);
  const isWhole =
    elements.length % 2 === 0 &&
    elements.every((element, place) => (place % 2 === 0 ? isKey(element) : element.name !== 'key'));
  if (!isClean || !isWhole) return undefined;
  return elements.flatMap((key, place) => {
    const value = elements[place + 1];
    return place % 2 === 0 && value !== undefined ? [{ key, value }] : [];
  });
};

const isKey = (element: XmlElement): boolean => element.name === 'key' && plainText(element) !== null;

const options = {
  includeOffsets: true,
  preserveCdata: true,
  preserveComments: true,
  preserveDocumentType: true,
};

const dictionaryAt = (root: XmlElement): XmlElement | undefined => {
  if (root.name === 'dict') return root;
  const [only, second] = root.name === 'plist' ? elementsOf(root) : [];
  return only?.name === 'dict' && second === undefined ? only : undefined;
};

const dictionaryIn = (text: string): XmlElement | undefined => {
  try {
    const { root, children } = parseXml(text, options);
    const hasRules = children.some((node) => node instanceof XmlDocumentType && node.internalSubset !== null);
    return root === null || hasRules ? undefined : dictionaryAt(root);
  } catch {
    // No XML, or too deep. The reason would quote what stands there.
    return undefined;
  }
};
