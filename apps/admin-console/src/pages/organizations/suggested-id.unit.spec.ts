import { suggestedId } from './suggested-id.ts';

describe('the id that the name of an organization suggests', () => {
  it.each([
    ['Acme Europe', 'acme-europe'],
    ['  Acme, Zürich & Søn! ', 'acme-zurich-s-n'],
    ['3M', '3m'],
    ['A', ''],
    ['עברית', ''],
    ['x'.repeat(80), 'x'.repeat(63)],
  ])('%s: %s', (name, id) => {
    expect(suggestedId(name)).toBe(id);
  });
});
