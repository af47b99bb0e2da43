import { contentMaxBytes, decodedBase64 } from './encoded-text.ts';
import { PropertyList } from './property-list.ts';

const filled = (part: string): string => part.repeat(Math.floor((contentMaxBytes - 100) / part.length));
const dictionaryOf = (content: string): string => `<dict>${content}</dict>`;

/** Of processor time: many times what it takes, a small part of what a quadratic reader would. */
const timeMaxMs = 3_000;

describe('a configuration that was made to hold up its reader', () => {
  it.each([
    ['deep nesting', `${'<a>'.repeat(contentMaxBytes / 8)}${'</a>'.repeat(contentMaxBytes / 8)}`],
    ['many keys', filled('<key>a</key><string>b</string>')],
    ['the key many times', filled('<key>K</key><string>b</string>')],
    ['many comments', filled('<!---->')],
    ['many references', `<key>a</key><string>${filled('&amp;')}</string>`],
    ['much space', filled(' ')],
  ])('%s, as large as is read at all, is done with in time', (_, content) => {
    const before = process.cpuUsage();
    const list = PropertyList.parse(dictionaryOf(content));
    list?.held('K');
    list?.with('K', 'value');
    list?.with('K', null);
    list?.neighboursOf('K');
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(timeMaxMs);
  });

  it('has no entities of its own', () => {
    const entities = '<!DOCTYPE d [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;">]>';
    const text = `${entities}<dict><key>a</key><string>&b;</string></dict>`;
    expect(PropertyList.parse(text)).toBeUndefined();
  });

  it('larger than that is not read', () => {
    const tooLarge = Buffer.alloc(contentMaxBytes + 1, 'x').toString('base64');
    expect(() => decodedBase64(tooLarge, 'The XML')).toThrow(/configuration-unsupported/);
  });
});
