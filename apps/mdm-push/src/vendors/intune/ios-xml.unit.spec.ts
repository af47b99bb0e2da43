import { IosXml } from './ios-xml.ts';

const encoded = (xml: string): string => Buffer.from(xml, 'utf8').toString('base64');
const changed = (xml: string, value: string | null): string | undefined => {
  const result = IosXml.read(encoded(xml)).with('TOKEN', value);
  return result === undefined ? undefined : Buffer.from(result, 'base64').toString('utf8');
};
const valueOf = (xml: string): string | undefined => IosXml.read(encoded(xml)).valueOf('TOKEN');

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

describe('the XML of an iOS policy', () => {
  it('keeps everything but the value: types, nested dictionaries, order, comments, line ends', () => {
    expect(changed(entered, 'new')).toBe(entered.replace('<string>old<', '<string>new<'));
  });

  it('loses only the key and its value when it is withdrawn', () => {
    expect(changed(entered, null)).toBe(entered.replace('\n  <key>TOKEN</key>\n  <string>old</string>', ''));
  });

  it('gets a key that it did not have at its end, indented like the others', () => {
    const without = '<dict>\n  <key>a</key>\n  <true/>\n</dict>';
    expect(changed(without, 'new')).toBe(
      '<dict>\n  <key>a</key>\n  <true/>\n  <key>TOKEN</key>\n  <string>new</string>\n</dict>',
    );
    expect(changed('<dict/>', 'new')).toBe('<dict><key>TOKEN</key><string>new</string></dict>');
  });

  it('keeps the property list around the dictionary where there is one', () => {
    const head =
      '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n';
    const list = `<plist version="1.0"><dict><key>TOKEN</key><string>old</string></dict></plist>`;
    expect(changed(`${head}${list}`, 'new')).toContain(list.replace('old', 'new'));
    expect(changed(`${head}${list}`, 'new')).toMatch(/^<\?xml .*\n?<!DOCTYPE plist PUBLIC/);
  });

  it.each(['a & b', '<value>', ']]>', '"quoted"', "it's", ' spaces ', 'Grüße 👋'])(
    'reads back what was written: %s',
    (value) => {
      const written = changed(entered, value) ?? '';
      expect(valueOf(written)).toBe(value);
      expect(changed(written, 'old')).toBe(entered);
    },
  );

  it('reads a value in whatever way it was escaped', () => {
    expect(valueOf('<dict><key>TO&#75;EN</key><string><![CDATA[a & b]]>&#x21;</string></dict>')).toBe(
      'a & b!',
    );
  });

  it('sees no value in a key of a nested dictionary', () => {
    expect(
      valueOf('<dict><key>n</key><dict><key>TOKEN</key><string>x</string></dict></dict>'),
    ).toBeUndefined();
  });

  it('sees another value in one that is no string, and replaces it by a string', () => {
    const number = '<dict><key>TOKEN</key><integer>12345678</integer></dict>';
    expect(valueOf(number)).not.toBe('12345678');
    expect(changed(number, '12345678')).toBe('<dict><key>TOKEN</key><string>12345678</string></dict>');
  });

  it('is undefined when nothing would be left in it: Intune takes no empty policy', () => {
    expect(changed('<dict>\n<key>TOKEN</key>\n<string>x</string>\n</dict>', null)).toBeUndefined();
  });

  it.each([
    ['no XML', 'TOKEN=secret-value'],
    ['not closed', '<dict><key>TOKEN</key><string>secret-value</dict>'],
    ['no dictionary', '<array><string>secret-value</string></array>'],
    ['a value without a key', '<dict><string>secret-value</string></dict>'],
    ['a key without a value', '<dict><key>secret-value</key></dict>'],
    [
      'an entity of its own',
      '<!DOCTYPE d [<!ENTITY e "secret-value">]><dict><key>TOKEN</key><string>&e;</string></dict>',
    ],
    ['two dictionaries', '<plist><dict/><dict><key>a</key><string>secret-value</string></dict></plist>'],
  ])('that cannot be read is left alone, and not quoted: %s', (_, xml) => {
    expect(() => IosXml.read(encoded(xml))).toThrow(/configuration-unsupported/);
    expect(() => IosXml.read(encoded(xml))).not.toThrow(/secret-value/);
  });

  it('with the key twice is for a person to decide', () => {
    const twice = '<dict><key>TOKEN</key><string>a</string><key>TOKEN</key><string>b</string></dict>';
    expect(() => valueOf(twice)).toThrow(/configuration-unsupported.*TOKEN twice/);
  });
});
