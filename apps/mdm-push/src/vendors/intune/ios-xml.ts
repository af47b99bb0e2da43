import {
  DOMParser,
  onErrorStopParsing,
  XMLSerializer,
  type Document,
  type Element,
  type Node,
} from '@xmldom/xmldom';
import { DeliveryProblem } from '../delivery-problem.ts';

/** The content of an iOS policy that was entered as XML: base64 of a dictionary, bare or in a property list. */
export class IosXml {
  private constructor(
    private readonly document: Document,
    private readonly dictionary: Element,
  ) {}

  /** Throws DeliveryProblem `configuration-unsupported` for what is no dictionary of a property list. */
  static read(encoded: string): IosXml {
    const text = Buffer.from(encoded, 'base64').toString('utf8').trim();
    const document = parsed(text);
    const dictionary = document === undefined ? undefined : dictionaryIn(document);
    if (document === undefined || dictionary === undefined || !isWhole(dictionary)) throw unreadable();
    return new IosXml(document, dictionary);
  }

  /** The key's value; undefined when it does not have the key. One that is no string reads as its XML, which no value equals. */
  valueOf(key: string): string | undefined {
    const value = this.#entryOf(key)?.value;
    return value === undefined || value.tagName === 'string'
      ? (value?.textContent ?? undefined)
      : write(value);
  }

  /** Everything else as it was entered: other keys, their types and order, comments, line ends. Null takes the key out. */
  with(key: string, value: string | null): string | undefined {
    const entry = this.#entryOf(key);
    if (value === null) this.#remove(entry);
    else if (entry === undefined) this.#append(key, value);
    else this.dictionary.replaceChild(this.#element('string', value), entry.value);
    if (entriesOf(this.dictionary).length === 0) return undefined;
    return Buffer.from(write(this.document), 'utf8').toString('base64');
  }

  #entryOf(key: string): Entry | undefined {
    const [entry, second] = entriesOf(this.dictionary).filter((each) => each.key.textContent === key);
    if (second !== undefined) throw unreadable(`has ${key} twice: leave it once`);
    return entry;
  }

  #remove(entry: Entry | undefined): void {
    if (entry === undefined) return;
    const before = entry.key.previousSibling;
    const between: Node[] = [];
    for (let node = entry.key.nextSibling; node !== null && node !== entry.value; node = node.nextSibling)
      if (isSpace(node)) between.push(node);
    for (const node of [...(isSpace(before) ? [before] : []), entry.key, ...between, entry.value])
      this.dictionary.removeChild(node);
  }

  /** At the end, indented as the first key is. */
  #append(key: string, value: string): void {
    const first = entriesOf(this.dictionary)[0]?.key.previousSibling ?? null;
    const space = isSpace(first) ? (first.nodeValue ?? '') : '';
    const end = isSpace(this.dictionary.lastChild) ? this.dictionary.lastChild : null;
    for (const element of [this.#element('key', key), this.#element('string', value)]) {
      if (space !== '') this.dictionary.insertBefore(this.document.createTextNode(space), end);
      this.dictionary.insertBefore(element, end);
    }
  }

  #element(name: string, text: string): Element {
    const element = this.document.createElement(name);
    element.appendChild(this.document.createTextNode(text));
    return element;
  }
}

interface Entry {
  readonly key: Element;
  readonly value: Element;
}

const textNode = 3;
const elementNode = 1;

const isSpace = (node: Node | null): node is Node =>
  node !== null && node.nodeType === textNode && (node.nodeValue ?? '').trim() === '';

const isElement = (node: Node): node is Element => node.nodeType === elementNode;

const elementsOf = (parent: Node): readonly Element[] => [...parent.childNodes].filter(isElement);

const entriesOf = (dictionary: Element): readonly Entry[] => {
  const elements = elementsOf(dictionary);
  return elements.flatMap((key, place) => {
    const value = elements[place + 1];
    return place % 2 === 0 && value !== undefined ? [{ key, value }] : [];
  });
};

/** Keys and values take turns. */
const isWhole = (dictionary: Element): boolean => {
  const elements = elementsOf(dictionary);
  return (
    elements.length % 2 === 0 &&
    elements.every(({ tagName }, place) => (place % 2 === 0) === (tagName === 'key'))
  );
};

const dictionaryIn = ({ documentElement: root }: Document): Element | undefined => {
  if (root === null || root.tagName === 'dict') return root ?? undefined;
  const [only, second] = root.tagName === 'plist' ? elementsOf(root) : [];
  return only?.tagName === 'dict' && second === undefined ? only : undefined;
};

const parsed = (text: string): Document | undefined => {
  try {
    return new DOMParser({ onError: onErrorStopParsing }).parseFromString(text, 'text/xml');
  } catch {
    // The reason would quote what stands there.
    return undefined;
  }
};

const write = (node: Node): string => new XMLSerializer().serializeToString(node);

const unreadable = (why = 'cannot be read: mend it, or take the key out of it'): DeliveryProblem =>
  new DeliveryProblem(
    'configuration-unsupported',
    `The XML of the app configuration policy in Intune ${why}`,
  );
