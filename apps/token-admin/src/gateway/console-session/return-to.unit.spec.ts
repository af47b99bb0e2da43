import fc from 'fast-check';
import { returnToPage } from './return-to.ts';

describe('where a person goes on after signing in', () => {
  it('is the page that was asked for', () => {
    expect(returnToPage('/console/organizations/acme/devices?reason=token-unknown')).toBe(
      '/console/organizations/acme/devices?reason=token-unknown',
    );
  });

  it.each([
    undefined,
    '',
    '/',
    '//evil.example/console/',
    'https://evil.example/console/',
    '/console/../api/v1',
    '/console/..%2f..%2f',
    '/console/\\evil.example',
    '/consoles/',
    ['/console/a'],
  ])('is a page of the console whatever is asked for: %j', (asked) => {
    expect(returnToPage(asked)).toMatch(/^\/console\//);
  });

  it('never leaves the console', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (tail) => {
        const url = new URL(returnToPage(`/console/${tail}`), 'https://gate.example');
        expect(url.origin).toBe('https://gate.example');
        expect(url.pathname).toMatch(/^\/console\//);
      }),
    );
  });
});
