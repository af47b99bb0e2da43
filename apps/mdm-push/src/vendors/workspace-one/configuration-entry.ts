import { isNull, namesOf, replacement, textOf, valueOf, type JsonNode } from '../configuration/json-text.ts';
import type { EntryForm } from '../configuration/keyed-entries.ts';

/** Documents of 2023 number the types, newer ones name them; a type that is left out is that of the value. */
const stringTypes = new Set(['string', '1']);

const isString = (type: JsonNode | undefined): boolean =>
  isNull(type) || stringTypes.has(String(type?.value).toLowerCase());

const isEmpty = (list: JsonNode | undefined): boolean =>
  isNull(list) || (list?.type === 'array' && (list.children ?? []).length === 0);

/** A key and its value in the application configuration of an assignment: a JSON string, whatever its type. */
export const configurationEntryForm: EntryForm = {
  keyName: 'key',
  valueIn: (entry) => {
    const names = namesOf(entry);
    const isPlain =
      new Set(names).size === names.length &&
      isString(valueOf(entry, 'type')) &&
      isEmpty(valueOf(entry, 'nested_configurations'));
    return isPlain ? textOf(valueOf(entry, 'value')) : null;
  },
  write: (key, value) => JSON.stringify({ key, value, type: 'STRING', nested_configurations: [] }),
  rewrite: (entry, value) => {
    const before = valueOf(entry, 'value');
    return before === undefined ? undefined : replacement(before, JSON.stringify(value));
  },
};
