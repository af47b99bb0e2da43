import { deviceIdSchema } from '../device-binding.ts';
import { givenInstantSchema } from '../identifiers.ts';
import { connectionNameSchema } from '../mdm-vendors/connection-fields.ts';
import { plainTextSchema } from './plain-text.ts';

const reasonOf = (text: string): string | undefined =>
  plainTextSchema(120).safeParse(text).error?.issues[0]?.message;

describe('text for people', () => {
  it.each([
    ['German', 'München'],
    ['a family of emoji with joiners', '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}'],
    ['a flag of tag characters', '\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}'],
    ['Hebrew with a mark of direction', '\u05e9\u05dc\u05d5\u05dd\u200f!'],
    ['Persian with a non-joiner', '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645'],
    ['combining marks', 'Z\u0351\u036b\u0343a\u0300'],
    ['Devanagari', '\u0915\u094d\u0937'],
    ['an isolate that ends', 'to \u2067\u05d0\u2069 and on'],
    ['two words with a no-break space', 'two\u00a0words'],
  ])('may be %s', (_, text) => {
    expect(plainTextSchema(120).parse(text)).toBe(text);
  });

  it.each([
    ['a line feed', 'a\nb', /control/],
    ['a tab', 'a\tb', /control/],
    ['an escape sequence', 'a\u001b[31mred', /control/],
    ['NUL', 'a\u0000b', /control/],
    ['a C1 control', 'a\u0085b', /control/],
    ['a line separator', 'a\u2028b', /one line/],
    ['a paragraph separator', 'a\u2029b', /one line/],
    ['half a character', 'a\ud800', /half a character/],
    ['a zero-width space alone', '\u200b\u200b', /nothing that can be seen/],
    ['a word joiner alone', '\u2060', /nothing that can be seen/],
    ['a soft hyphen alone', '\u00ad', /nothing that can be seen/],
    ['marks of direction alone', '\u200e\u200f\u061c', /nothing that can be seen/],
    ['an override of nothing', '\u202e\u202c', /nothing that can be seen/],
    ['the Hangul filler alone', '\u3164', /nothing that can be seen/],
    ['the blank of Braille alone', '\u2800', /nothing that can be seen/],
    ['variation selectors alone', '\ufe0f', /nothing that can be seen/],
    ['tag characters alone', '\u{e0041}', /nothing that can be seen/],
    ['an override that goes on', 'invoice\u202efdp.exe', /direction/],
    ['an isolate that goes on', 'a\u2067b', /direction/],
  ])('is not %s', (_, text, reason) => {
    expect(reasonOf(text)).toMatch(reason);
  });

  it('is trimmed, and then has at least one character', () => {
    expect(plainTextSchema(120).parse('  a  ')).toBe('a');
    expect(reasonOf('   ')).toBeDefined();
  });

  it('is what the name of a connection has to be too', () => {
    const named = (name: string) => connectionNameSchema.safeParse(name).success;
    expect(named('Intune, Köln')).toBe(true);
    expect(named('a\nb')).toBe(false);
    expect(named('\u200b')).toBe(false);
  });
});

describe('the id of a device', () => {
  it.each([
    'A1',
    'someone@example.com',
    'a/b%2F{c}',
    'two words',
    'ü'.repeat(64),
    '\u{1f4f1}',
    '.',
    '*',
    '>',
  ])('may be %s', (deviceId) => {
    expect(deviceIdSchema.parse(deviceId)).toBe(deviceId);
  });

  it.each([
    ['empty', ''],
    ['NUL', 'a\u0000'],
    ['a line feed', 'a\n'],
    ['DEL', 'a\u007f'],
    ['a C1 control', '\u009b31m'],
    ['a line separator', 'a\u2028'],
    ['half a character', '\udc00'],
    ['129 bytes', 'a'.repeat(129)],
    ['130 bytes of 65 characters', 'ü'.repeat(65)],
  ])('is refused with %s', (_, deviceId) => {
    expect(deviceIdSchema.safeParse(deviceId).success).toBe(false);
  });
});

describe('an instant', () => {
  it.each([
    ['2026-11-26T15:00:00+01:00', '2026-11-26T14:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
    ['0000-01-01T00:00:00Z', '0000-01-01T00:00:00.000Z'],
    ['0000-01-01T00:00:00-10:00', '0000-01-01T10:00:00.000Z'],
  ])('%s is kept in UTC', (text, instant) => {
    expect(givenInstantSchema.parse(text)).toBe(instant);
  });

  it.each(['9999-12-31T23:59:59-05:00', '0000-01-01T00:00:00+10:00'])(
    '%s is in no year that can be written',
    (text) => {
      expect(givenInstantSchema.safeParse(text).error?.issues[0]?.message).toMatch(/between the years/);
    },
  );

  it.each(['tomorrow', '2026-11-26', '2026-11-26T15:00:00', '2026-02-30T00:00:00Z', '2026-01-01T24:00:00Z'])(
    '%s is not one',
    (text) => {
      expect(givenInstantSchema.safeParse(text).success).toBe(false);
    },
  );
});
