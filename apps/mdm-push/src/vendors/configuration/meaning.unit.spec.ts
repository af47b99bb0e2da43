import { parseJson } from './json-text.ts';
import { isKept, meaningOf } from './meaning.ts';

const meaning = (json: string) => meaningOf(parseJson(json), json);
const keeps = (before: string, after: string): boolean => isKept(meaning(before), meaning(after));

describe('a document that is read back', () => {
  it.each([
    ['written in another way', '{"a":1.0,"b":"\\u0041"}', '{ "b" : "A", "a" : 1 }'],
    [
      'with ids in other letters',
      '["3D57A859-0000-0000-0000-000000000003"]',
      '["3d57a859-0000-0000-0000-000000000003"]',
    ],
    ['in another order', '[{"p":1},{"p":0}]', '[{"p":0},{"p":1}]'],
    ['without what was empty', '{"a":null,"b":[],"c":{},"d":""}', '{}'],
    ['with what others added', '{"a":[1]}', '{"a":[1,2],"b":true}'],
  ])('has lost nothing: %s', (_, before, after) => {
    expect(keeps(before, after)).toBe(true);
  });

  it.each([
    ['a field', '{"a":1,"b":2}', '{"a":1}'],
    ['a value', '{"a":{"b":"x"}}', '{"a":{"b":"y"}}'],
    ['a type', '{"a":"1"}', '{"a":1}'],
    ['letters of a text', '{"a":"Text"}', '{"a":"text"}'],
    ['the last digit of a large number', '{"a":9007199254740993}', '{"a":9007199254740992}'],
    ['an item of a list', '["x","y"]', '["y"]'],
    ['one of two equal items', '["x","x"]', '["x"]'],
    ['one of two values of a doubled name', '{"a":1,"a":2}', '{"a":2}'],
    ['everything', '{"a":1}', '{}'],
  ])('has lost %s', (_, before, after) => {
    expect(keeps(before, after)).toBe(false);
  });
});
