import fc from 'fast-check';
import { readJsonText } from './json-text.ts';

const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'utf8');

describe('JSON text from outside', () => {
  it('is what it says, whatever characters it holds', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
        const text = JSON.stringify(value);
        expect(readJsonText(bytesOf(text))).toEqual({ ok: true, value: JSON.parse(text) as unknown });
      }),
    );
  });

  it.each([
    ['escaped pairs', '"\\ud83d\\ude00"', '\u{1f600}'],
    ['a backslash before the letters of an escape', '"\\\\ud800"', '\\ud800'],
    ['a byte order mark in front', '\ufeff"a"', 'a'],
  ])('may have %s', (_, text, value) => {
    expect(readJsonText(bytesOf(text))).toEqual({ ok: true, value });
  });

  it.each([
    ['Latin-1', Buffer.from('{"label":"München"}', 'latin1'), 'is not UTF-8'],
    ['a character that is cut off', bytesOf('"ü"').subarray(0, 2), 'is not UTF-8'],
    ['an overlong form', Buffer.from([0x22, 0xc0, 0xaf, 0x22]), 'is not UTF-8'],
    ['a surrogate as bytes', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'is not UTF-8'],
    ['UTF-16', Buffer.from('"a"', 'utf16le'), 'is not readable JSON'],
    ['half a character, escaped', bytesOf('{"label":"\\uD800"}'), 'holds half a character'],
    ['half a character in a name', bytesOf('{"\\udfff":1}'), 'holds half a character'],
    ['halves in the wrong order', bytesOf('"\\ude00\\ud83d"'), 'holds half a character'],
    ['half a character after a backslash', bytesOf('"\\\\\\ud800"'), 'holds half a character'],
    ['nothing', bytesOf(''), 'is not readable JSON'],
    ['nesting without end', bytesOf('['.repeat(200_000)), 'is not readable JSON'],
  ])('is refused as %s', (_, bytes, reason) => {
    expect(readJsonText(bytes)).toEqual({ ok: false, reason });
  });
});
