import { bytesOfBase64, decoded } from './encoded-text.ts';

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
const withMark = (mark: number[], bytes: Buffer): Buffer => Buffer.concat([Buffer.from(mark), bytes]);
const declaring = (encoding: string, text: string): string =>
  `<?xml version="1.0" encoding="${encoding}"?>${text}`;

describe('an encoded text', () => {
  it.each([
    ['UTF-8', Buffer.from('{"a":"Grüße 👋"}')],
    ['UTF-8 with a byte order mark', withMark([0xef, 0xbb, 0xbf], Buffer.from('{"a":"Grüße"}'))],
    ['UTF-16 with a mark, little end first', withMark([0xff, 0xfe], Buffer.from('{"a":"Grüße"}', 'utf16le'))],
    ['UTF-16 with a mark, big end first', withMark([0xfe, 0xff], utf16be('{"a":"Grüße"}'))],
    ['UTF-16 without a mark, little end first', Buffer.from('{"a":"Grüße"}', 'utf16le')],
    ['UTF-16 without a mark, big end first', utf16be('{"a":"Grüße"}')],
    [
      'UTF-16 as it declares itself',
      withMark([0xff, 0xfe], Buffer.from(declaring('UTF-16', '<a/>'), 'utf16le')),
    ],
    ['UTF-8 that declares itself UTF-16, as .NET writes it', Buffer.from(declaring('utf-16', '<a>ß</a>'))],
    ['Latin-1', Buffer.from(declaring('ISO-8859-1', '<a>ß</a>'), 'latin1')],
    [
      'Windows-1252, with what Latin-1 does not have',
      Buffer.from(declaring('windows-1252', '<a>\x80</a>'), 'latin1'),
    ],
  ])('is written back with the same bytes: %s', (_, bytes) => {
    const read = decoded(bytes);
    expect(read?.encode(read.text).equals(bytes)).toBe(true);
    const change = (text: string) => text.replace('a', 'bc');
    const again = decoded(read?.encode(change(read.text)) ?? Buffer.of());
    expect(again?.text).toBe(change(read?.text ?? ''));
  });

  it.each([
    ['what is no UTF-8', Buffer.from('{"a":"Gr\xfc\xdfe"}', 'latin1')],
    ['what is no UTF-8 behind a mark', withMark([0xef, 0xbb, 0xbf], Buffer.of(0xff))],
    ['half of a character of UTF-16', withMark([0xfe, 0xff], Buffer.of(0, 0x7b, 0))],
    ['a lonely surrogate', withMark([0xff, 0xfe], Buffer.of(0x7b, 0, 0x00, 0xd8))],
    ['an encoding that nobody writes', Buffer.from(declaring('shift_jis', '<a/>'))],
  ])('is not guessed at: %s', (_, bytes) => {
    expect(decoded(bytes)).toBeUndefined();
  });

  it.each([['e30='], ['e30'], ['e3\r\n0=\n'], ['']])(
    'is read from base64 as tools write it: %j',
    (base64) => {
      expect(bytesOfBase64(base64)?.toString()).toBe(base64 === '' ? '' : '{}');
    },
  );

  it.each(['e30=x', '{}', 'e30==='])('is not read from what is no base64: %s', (base64) => {
    expect(bytesOfBase64(base64)).toBeUndefined();
  });
});
