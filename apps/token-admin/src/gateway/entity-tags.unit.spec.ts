import { requireVersion, versionsIn } from './entity-tags.ts';

const accepts = (header: string, version: number): boolean => {
  try {
    requireVersion(versionsIn(header), version);
    return true;
  } catch {
    return false;
  }
};

describe('If-Match', () => {
  it.each([
    '"7"',
    ' "7" ',
    'W/"7"',
    '"7-gzip"',
    '"7-br"',
    '"7;gzip"',
    'W/"7-zstd"',
    '"6", "7"',
    '"6","7"',
    '"a,b", W/"7"',
    '"6" , , "7",',
    '"abc", "7"',
    '*',
  ])('%s is content with version 7', (header) => {
    expect(accepts(header, 7)).toBe(true);
  });

  it.each(['"6"', 'W/"6"', '"77"', '"abc"', '""', '"7-other"', '"6", "8"', 'W/"6-gzip"', '"-7"', '"0x7"'])(
    '%s is not',
    (header) => {
      expect(() => {
        requireVersion(versionsIn(header), 7);
      }).toThrow('precondition-failed');
    },
  );

  it.each(['7', '"7', '7"', 'w/"7"', '"7" "8"', '*, "7"', "'7'", 'W/ "7"'])(
    '%s is no list of ETags',
    (header) => {
      expect(() => versionsIn(header)).toThrow('invalid-request');
    },
  );

  it.each([undefined, '', '  '])('is required: %s', (header) => {
    expect(() => versionsIn(header)).toThrow('if-match-required');
  });
});
