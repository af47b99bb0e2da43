import { PropertyList } from './property-list.ts';

const parsed = (xml: string): PropertyList => {
  const list = PropertyList.parse(xml);
  if (list === undefined) throw new Error('It was not read');
  return list;
};
const changed = (xml: string, value: string | null): string | undefined => parsed(xml).with('TOKEN', value);
const held = (xml: string) => parsed(xml).held('TOKEN');
const text = (value: string) => ({ kind: 'text', text: value });

const entered = `<dict>
  <!-- asked for by the help desk -->
  <key>count</key>
  <integer>3</integer>
  <key>ratio</key>
  <real>1.0</real>
  <key>TOKEN</key>
  <string>old</string>
  <key>since</key>
  <date>2026-01-01T00:00:00Z</date>
  <key>blob</key>
  <data>AAEC</data>
  <key>nested</key>
  <dict>
    <key>TOKEN</key>
    <string>not this one</string>
    <key>list</key>
    <array><string>{{deviceid}}</string><false/></array>
  </dict>
</dict>`;

describe('the XML of an app configuration', () => {
  it('keeps everything but the value: types, nested dictionaries, order, comments', () => {
    expect(changed(entered, 'new')).toBe(entered.replace('<string>old<', '<string>new<'));
  });

  it.each([
    ['a carriage return by its number', '<string>one&#13;&#xD;two</string>'],
    ['a bare carriage return', '<string>one\rtwo</string>'],
    ['line ends of Windows', '<string>one\r\ntwo</string>\r\n<!-- -->'],
    ['CDATA', '<string><![CDATA[a & <b>]]></string>'],
    ['entities, as they were written', '<string>&quot;&apos;&gt;&#x41;&#66;</string>'],
    ['a comment in a value', '<string>a<!-- b -->c</string>'],
    ['an attribute in apostrophes', "<string xml:space='preserve'> x </string>"],
    ['an empty value, both ways', '<string/><key>b</key><string></string>'],
    ['a number beyond all machines', '<integer>123456789012345678901234567890</integer>'],
    ['a key that stands twice', '<true/><key>a</key><false/>'],
    ['characters beyond the first plane', '<string>Grüße 👋</string>'],
  ])('keeps to the letter of a neighbour: %s', (_, neighbour) => {
    const xml = (own: string) =>
      `<plist version='1.0' ><dict ><key >a</key>${neighbour}${own}</dict></plist >\r\n`;
    const own = (value: string) => `<key>TOKEN</key><string>${value}</string>`;
    expect(changed(xml(own('old')), 'new')).toBe(xml(own('new')));
    expect(changed(xml(own('old')), null)).toBe(xml(''));
    expect(changed(xml(''), 'new')).toBe(xml(own('new')));
  });

  it('loses only the key and its value when it is withdrawn', () => {
    expect(changed(entered, null)).toBe(entered.replace('\n  <key>TOKEN</key>\n  <string>old</string>', ''));
  });

  it('keeps a comment that stands between the key and its value', () => {
    const xml = '<dict><key>a</key><true/><key>TOKEN</key><!-- ask Kim --><string>x</string></dict>';
    expect(changed(xml, null)).toBe('<dict><key>a</key><true/><!-- ask Kim --></dict>');
  });

  it('gets a key that it did not have at its end, indented like the others', () => {
    const without = '<dict>\n  <key>a</key>\n  <true/>\n</dict>';
    expect(changed(without, 'new')).toBe(
      '<dict>\n  <key>a</key>\n  <true/>\n  <key>TOKEN</key>\n  <string>new</string>\n</dict>',
    );
    expect(changed('<dict/>', 'new')).toBe('<dict><key>TOKEN</key><string>new</string></dict>');
    expect(changed('<dict></dict>', 'new')).toBe('<dict><key>TOKEN</key><string>new</string></dict>');
  });

  it('keeps the property list around the dictionary where there is one', () => {
    const head =
      '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n';
    const list = '<plist version="1.0"><dict><key>TOKEN</key><string>old</string></dict></plist>';
    expect(changed(`${head}${list}`, 'new')).toBe(`${head}${list.replace('old', 'new')}`);
  });

  it.each(['a & b', '<value>', ']]>', '"quoted"', "it's", ' spaces ', 'Grüße 👋', 'a\rb'])(
    'reads back what was written: %j',
    (value) => {
      const written = changed(entered, value) ?? '';
      expect(held(written)).toEqual(text(value));
      expect(changed(written, 'old')).toBe(entered);
    },
  );

  it('reads a value in whatever way it was escaped', () => {
    expect(held('<dict><key>TO&#75;EN</key><string><![CDATA[a & b]]>&#x21;</string></dict>')).toEqual(
      text('a & b!'),
    );
  });

  it('sees no value in a key of a nested dictionary, and none in a key in other letters', () => {
    const nested = '<dict><key>n</key><dict><key>TOKEN</key><string>x</string></dict></dict>';
    expect(held(nested)).toEqual({ kind: 'absent' });
    const other = '<dict><key>token</key><string>x</string></dict>';
    expect(held(other)).toEqual({ kind: 'absent' });
    expect(changed(other, 'new')).toBe(
      other.replace('</dict>', '<key>TOKEN</key><string>new</string></dict>'),
    );
  });

  it.each([
    '<integer>12345678</integer>',
    '<real>12345678</real>',
    '<true/>',
    '<date>2026-01-01T00:00:00Z</date>',
    '<data>AAEC</data>',
    '<array><string>12345678</string></array>',
    '<dict><key>a</key><string>12345678</string></dict>',
    '<String>12345678</String>',
    '<string>12345<!-- -->678</string>',
    '<string>12345678</string><key>TOKEN</key><string>12345678</string>',
    '<string>12345678</string><key>TOKEN</key><integer>12345678</integer>',
  ])('sees no text in %s, and puts one there, once', (value) => {
    const xml = (own: string) => `<dict><key>a</key><true/><key>TOKEN</key>${own}<key>b</key><true/></dict>`;
    expect(held(xml(value))).toEqual({ kind: 'not-one-text' });
    expect(changed(xml(value), '12345678')).toBe(xml('<string>12345678</string>'));
    expect(changed(xml(value), null)).toBe('<dict><key>a</key><true/><key>b</key><true/></dict>');
  });

  it('is undefined when nothing would be left in it', () => {
    expect(changed('<dict>\n<key>TOKEN</key>\n<string>x</string>\n</dict>', null)).toBeUndefined();
  });

  it.each([
    ['no XML', 'TOKEN=x'],
    ['not closed', '<dict><key>TOKEN</key><string>x</dict>'],
    ['no dictionary', '<array><string>x</string></array>'],
    ['a value without a key', '<dict><string>x</string></dict>'],
    ['a key without a value', '<dict><key>x</key></dict>'],
    ['characters between the keys', '<dict>x<key>TOKEN</key><string>x</string></dict>'],
    [
      'an entity of its own',
      '<!DOCTYPE d [<!ENTITY e "x">]><dict><key>TOKEN</key><string>&e;</string></dict>',
    ],
    ['rules of its own', '<!DOCTYPE dict [<!ATTLIST key a CDATA "b">]><dict/>'],
    ['two dictionaries', '<plist><dict/><dict><key>a</key><string>x</string></dict></plist>'],
    [
      'deeper than anybody needs',
      `<dict><key>a</key>${'<array>'.repeat(40_000)}${'</array>'.repeat(40_000)}</dict>`,
    ],
  ])('that cannot be read for certain is not read: %s', (_, xml) => {
    expect(PropertyList.parse(xml)).toBeUndefined();
  });
});
