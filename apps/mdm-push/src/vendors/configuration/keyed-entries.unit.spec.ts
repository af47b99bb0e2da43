import { edited, parseJson } from './json-text.ts';
import { entryEdits, heldInEntries, onlyText, type EntryForm } from './keyed-entries.ts';

const form: EntryForm = {
  keyName: 'key',
  valueIn: (entry) => onlyText(entry, 'valueString', ['key']),
  write: (key, value) => JSON.stringify({ key, valueString: value }),
};
const held = (list: string) => heldInEntries(parseJson(list), 'TOKEN', form);
const changed = (list: string, value: string | null): string => {
  const parsed = parseJson(list);
  return parsed === undefined ? '' : edited(list, entryEdits(parsed, form, { key: 'TOKEN', value }));
};
const own = (value: string): string => `{"key":"TOKEN","valueString":"${value}"}`;

describe('a list of keys and values', () => {
  it.each([
    ['numbers beyond 2^53 and in odd forms', '{"key":"n","valueInteger":9007199254740993,"x":1.0,"y":1E2}'],
    ['doubled names', '{"key":"n","key":"m","valueBool":true,"valueBool":false}'],
    ['order, spaces and escapes', '{ "valueString" : "\\u0041\\/\\ud83d\\udc4b" ,\n\t"key":"n" }'],
    ['the same key in other letters', '{"key":"token","valueString":"x"}'],
    [
      'the key in a bundle',
      '{"key":"b","valueBundle":{"managedProperty":[{"key":"TOKEN","valueString":"x"}]}}',
    ],
  ])('keeps a neighbour to the letter: %s', (_, neighbour) => {
    expect(held(`[${neighbour}]`)).toEqual({ kind: 'absent' });
    expect(changed(`[ ${neighbour} ]`, 'new')).toBe(`[ ${neighbour},${own('new')} ]`);
    expect(changed(`[${own('old')}, ${neighbour}]`, 'new')).toBe(`[${own('new')}, ${neighbour}]`);
    expect(changed(`[${neighbour}, ${own('old')}]`, null)).toBe(`[${neighbour}]`);
    expect(changed(`[${own('old')}, ${neighbour}]`, null)).toBe(`[${neighbour}]`);
  });

  it.each([
    '{"key":"TOKEN","valueInteger":12345678}',
    '{"key":"TOKEN","valueString":12345678}',
    '{"key":"TOKEN","valueString":null}',
    '{"key":"TOKEN","valueString":true}',
    '{"key":"TOKEN","valueString":["12345678"]}',
    '{"key":"TOKEN"}',
    '{"key":"TOKEN","valueString":"12345678","valueInteger":12345678}',
    '{"key":"TOKEN","valueString":"12345678","valueString":"other"}',
    '{"key":"other","key":"TOKEN","valueString":"12345678"}',
    `${own('12345678')},${own('12345678')}`,
    `${own('12345678')},${own('other')}`,
  ])('sees no text in %s, and puts one there, once', (given) => {
    expect(held(`[{"key":"a"},${given},{"key":"b"}]`)).toEqual({ kind: 'not-one-text' });
    expect(changed(`[{"key":"a"},${given},{"key":"b"}]`, '12345678')).toBe(
      `[{"key":"a"},${own('12345678')},{"key":"b"}]`,
    );
    expect(changed(`[${given}]`, null)).toBe('[]');
    expect(changed(`[${given},{"key":"b"}]`, null)).toBe('[{"key":"b"}]');
  });

  it('escapes what it writes', () => {
    const value = 'a"b\\c';
    expect(heldInEntries(parseJson(changed('[]', value)), 'TOKEN', form)).toEqual({
      kind: 'text',
      text: value,
    });
  });

  it.each(['', '[', '[1,]', '[01]', '// x\n[]', '[] x', '['.repeat(100_000)])(
    'is not read when it is no JSON: %.20s',
    (text) => {
      expect(parseJson(text)).toBeUndefined();
    },
  );
});
