import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { Keyring } from './keyring.ts';

const key = (): string => randomBytes(32).toString('base64url');

const refusal = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return inspect(error);
  }
  throw new Error('It was not refused');
};

describe('a keyring', () => {
  it('is read from a text and knows its current and its older keys', () => {
    const keyring = Keyring.fromConfig(
      JSON.stringify({ current: '2026-11', keys: { '2026-10': key(), '2026-11': key() } }),
    );
    expect(keyring.currentKeyId).toBe('2026-11');
    expect(keyring.keyIds).toEqual(['2026-10', '2026-11']);
    expect(keyring.key('2026-10').symmetricKeySize).toBe(32);
  });

  it('names the key id that is asked for in vain', () => {
    const keyring = Keyring.fromConfig(JSON.stringify({ current: 'a', keys: { a: key() } }));
    expect(refusal(() => keyring.key('b'))).toContain('KeyringError: There is no key "b" in the keyring');
  });

  it('shows nothing of its keys when it is printed', () => {
    const secret = key();
    const keyring = Keyring.fromConfig(JSON.stringify({ current: 'a', keys: { a: secret } }));
    const printed = inspect(keyring, { depth: 9, showHidden: true }) + JSON.stringify(keyring);
    expect(printed).not.toContain(secret);
  });
});

describe('a keyring that is not valid', () => {
  const secret = key();
  const cases: [string, unknown, string][] = [
    ['no JSON', `{"current": "a", "keys": {"a": ${secret}`, 'must be a JSON object'],
    ['no object', JSON.stringify(secret), 'must be a JSON object'],
    ['another field', { current: 'a', keys: { a: secret }, [secret]: 1 }, 'and nothing else'],
    ['a current key that is missing', { current: 'b', keys: { a: secret } }, 'current key "b" is not among'],
    ['a key that is too short', { current: 'a', keys: { a: secret.slice(4) } }, 'key "a" must be 32 bytes'],
    ['a key with padding', { current: 'a', keys: { a: `${secret}=` } }, 'key "a" must be 32 bytes'],
    ['a key that is no string', { current: 'a', keys: { a: { secret } } }, 'key "a" must be a string'],
    ['key and id exchanged', { current: 'a', keys: { [secret]: 'a' } }, '"keys" must map key ids'],
    ['a key as the current id', { current: secret, keys: { a: secret } }, '"current" is not a key id'],
  ];

  it.each(cases)('is refused without repeating it: %s', (_, config, problem) => {
    const message = refusal(() =>
      Keyring.fromConfig(typeof config === 'string' ? config : JSON.stringify(config)),
    );
    expect(message).toContain('KeyringError: The keys are not valid');
    expect(message).toContain(problem);
    expect(message).not.toContain(secret.slice(4, 20));
  });
});
