import { unreadable, type EncodedText } from '../configuration/encoded-text.ts';
import type { HeldKey } from '../configuration/held-key.ts';
import {
  addition,
  edited,
  isNull,
  parseJson,
  replacement,
  valueOf,
  valuesOf,
  type JsonNode,
} from '../configuration/json-text.ts';
import { meaningOf, type Meaning } from '../configuration/meaning.ts';
import {
  entryEdits,
  heldInEntries,
  onlyText,
  sizeOf,
  type EntryForm,
} from '../configuration/keyed-entries.ts';

/** `packageId` of the policy and `productId` in the payload carry this prefix; `packageId` of the app does not. */
export const productId = (packageName: string): string => `app:${packageName}`;

/** Google's form of managed properties. */
const propertyForm: EntryForm = {
  keyName: 'key',
  valueIn: (entry) => onlyText(entry, 'valueString', ['key']),
  write: (key, value) => JSON.stringify({ key, valueString: value }),
};

const listName = 'managedProperty';

/** All keys of an Android policy stand in one JSON text: it is changed as a text, so that nothing else is. */
export class AndroidPayload {
  readonly #root: JsonNode;

  /** Throws DeliveryProblem `configuration-unsupported`. */
  constructor(private readonly source: EncodedText) {
    const root = parseJson(source.text);
    if (root?.type !== 'object' || !isListOrNone(root))
      throw unreadable('The payload of the Android app configuration');
    this.#root = root;
  }

  static empty(packageName: string): AndroidPayload {
    const text = JSON.stringify({
      kind: 'androidenterprise#managedConfiguration',
      productId: productId(packageName),
      managedProperty: [],
    });
    return new AndroidPayload({ text, encode: (changed) => Buffer.from(changed, 'utf8') });
  }

  held(key: string): HeldKey {
    return heldInEntries(this.#list, key, propertyForm);
  }

  /** In base64; undefined when no key would be left. */
  with(key: string, value: string | null): string | undefined {
    const { text } = this.source;
    const changed = edited(text, this.#edits(key, value));
    return sizeOf(valueOf(parseJson(changed), listName)) === 0
      ? undefined
      : this.source.encode(changed).toString('base64');
  }

  neighboursOf(key: string): Meaning | undefined {
    const others = edited(this.source.text, this.#edits(key, null));
    return meaningOf(parseJson(others), others);
  }

  get #list(): JsonNode | undefined {
    return valueOf(this.#root, listName);
  }

  #edits(key: string, value: string | null) {
    const list = this.#list;
    if (list?.type === 'array') return entryEdits(list, propertyForm, { key, value });
    if (value === null) return [];
    const entries = `[${propertyForm.write(key, value)}]`;
    return [
      list === undefined
        ? addition(this.#root, `${JSON.stringify(listName)}:${entries}`)
        : replacement(list, entries),
    ];
  }
}

const isListOrNone = (root: JsonNode): boolean => {
  const lists = valuesOf(root, listName);
  return lists.length <= 1 && lists.every((list) => list.type === 'array' || isNull(list));
};
