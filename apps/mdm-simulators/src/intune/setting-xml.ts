import { DOMParser, type Element, type Node, XMLSerializer } from '@xmldom/xmldom';
import { type KeyEdit } from '../vendor/hand-edit.ts';
import { type ConfigurationValue, type ManagedAppConfiguration } from '../vendor/tenant.ts';
import { graphError, intuneError } from './graph-error.ts';

function elementsOf(node: Node): Element[] {
  return [...node.childNodes].filter((child): child is Element => child.nodeType === child.ELEMENT_NODE);
}

const textOf = (element: Element): string => element.textContent ?? '';
const numberOf = (element: Element): number => Number(textOf(element));

const READERS = new Map<string, (element: Element) => ConfigurationValue>([
  ['dict', dictionaryOf],
  ['array', (element) => elementsOf(element).map(valueOf)],
  ['string', textOf],
  ['date', textOf],
  ['data', textOf],
  ['integer', numberOf],
  ['real', numberOf],
  ['true', () => true],
  ['false', () => false],
]);

function valueOf(element: Element): ConfigurationValue {
  const read = READERS.get(element.tagName);
  if (read === undefined) {
    throw intuneError(400, `The setting XML holds <${element.tagName}>`);
  }
  return read(element);
}

function dictionaryOf(dict: Element): ManagedAppConfiguration {
  const elements = elementsOf(dict);
  const keys = elements.filter((_, place) => place % 2 === 0);
  if (elements.length % 2 !== 0 || keys.some(({ tagName }) => tagName !== 'key')) {
    throw intuneError(400, 'In a dictionary keys and values take turns');
  }
  return Object.fromEntries(
    keys.map((key, place) => {
      const value = elements[place * 2 + 1];
      return [textOf(key), value === undefined ? '' : valueOf(value)];
    }),
  );
}

function rootOf(xml: string): Element | null {
  try {
    const refuse = (): never => {
      throw new Error('not well-formed');
    };
    return new DOMParser({ onError: refuse }).parseFromString(xml, 'text/xml').documentElement;
  } catch {
    return null;
  }
}

/** The entries of a `<dict>` in base64, without plist wrapper. Throws 400 for anything else. */
export function configurationOfXml(encoded: string): ManagedAppConfiguration {
  if (!/^[A-Za-z0-9+/\s]+={0,2}$/u.test(encoded)) {
    throw graphError(
      400,
      "Cannot convert the literal to the expected type 'Edm.Binary'.",
      'ModelValidationFailure',
    );
  }
  const root = rootOf(Buffer.from(encoded, 'base64').toString('utf8').trim());
  if (root?.tagName !== 'dict') {
    throw intuneError(400, 'The setting XML is not a dictionary');
  }
  return dictionaryOf(root);
}

function append(root: Element, name: string, text: string): void {
  const element = root.ownerDocument?.createElement(name);
  if (element !== undefined) {
    element.textContent = text;
    root.appendChild(element);
  }
}

function entryOf(root: Element, key: string): Element[] {
  const elements = elementsOf(root);
  const place = elements.findIndex((element, index) => index % 2 === 0 && textOf(element) === key);
  return place < 0 ? [] : elements.slice(place, place + 2);
}

function addEntry(root: Element, { key, value, type }: KeyEdit): void {
  append(root, 'key', key);
  if (type === 'boolean') {
    append(root, value?.toLowerCase() === 'true' ? 'true' : 'false', '');
  } else {
    append(root, type, value ?? '');
  }
}

function removeEntry(root: Element, key: string): void {
  for (const element of entryOf(root, key)) {
    root.removeChild(element);
  }
}

function setEntry(root: Element, edit: KeyEdit): void {
  const known = edit.again || edit.type !== 'string' ? undefined : entryOf(root, edit.key)[1];
  if (known?.tagName === 'string') {
    known.textContent = edit.value ?? '';
    return;
  }
  if (!edit.again) {
    removeEntry(root, edit.key);
  }
  addEntry(root, edit);
}

/** The same with the key set, or without it. */
export function editXml(encoded: string, edit: KeyEdit): string {
  const root = rootOf(Buffer.from(encoded, 'base64').toString('utf8').trim());
  if (root === null) {
    return encoded;
  }
  if (edit.value === null) {
    removeEntry(root, edit.key);
  } else {
    setEntry(root, edit);
  }
  return Buffer.from(new XMLSerializer().serializeToString(root)).toString('base64');
}
