import fc from 'fast-check';
import { ConfigError } from './config-error.ts';
import { readServerUrl } from './server-url.ts';

const form = 'redis://host:port';
const read = (text: string) => readServerUrl(text, { schemes: ['redis'], defaultPort: 6379, form });

const problemOf = (text: string): string => {
  try {
    read(text);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('It was not refused');
};

describe('the address of a server', () => {
  it('may name several hosts, IPv6 included, and what follows them', () => {
    expect(read('redis://gate:p%40ss@a,[::1]:7000,b_1.example:1/x%2Fy/2')).toEqual({
      scheme: 'redis',
      user: 'gate',
      password: 'p@ss',
      hosts: [
        { hostname: 'a', port: 6379 },
        { hostname: '::1', port: 7000 },
        { hostname: 'b_1.example', port: 1 },
      ],
      path: ['x/y', '2'],
    });
  });

  it('may hold any user and password, percent-encoded', () => {
    const anything = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(anything, anything, (user, password) => {
        const text = `redis://${encodeURIComponent(user)}:${encodeURIComponent(password)}@a,b/c`;
        expect(read(text)).toMatchObject({ user, password });
      }),
    );
  });

  it('may hold separators in the password as they are, where they have one meaning only', () => {
    expect(read('redis://:p:w@a')).toMatchObject({ user: '', password: 'p:w' });
    expect(read('redis://gate:p@w,+&=!@a')).toMatchObject({ user: 'gate', password: 'p@w,+&=!' });
  });

  it.each([
    ['redis://:50%off-pw@a', '%25'],
    ['redis://:s3cr#et-pw@a', '%23'],
    ['redis://:s3cr/et-pw@a', '%2F'],
    ['redis://gate:12/34-pw@a', '%2F'],
    ['redis://gate:12?34-pw@a', '%3F'],
    ['redis://gate:%ff%fe-pw@a', 'UTF-8'],
    ['redis://gate:p w@a', 'space'],
    ['redis://gate:pw@a\n', 'control'],
    ['mysql://gate:pw@a', form],
    ['gate:pw@a', form],
    ['', form],
    ['redis://gate:pw@', 'host'],
    ['redis://gate:pw@a,,b', 'host'],
    ['redis://gate:pw@[::g]', 'host'],
    ['redis://gate:pw@a:pw', 'host'],
    ['redis://gate:pw@a:0', 'port'],
    ['redis://gate:pw@a:65536', 'port'],
  ])('is refused with what is wrong and nothing of it: %s', (text, problem) => {
    expect(problemOf(text)).toContain(problem);
    expect(problemOf(text)).not.toMatch(/pw|gate|off|s3cr|et-|12|34/);
  });
});
