import { inspect } from 'node:util';
import { SecretText } from './secret-text.ts';

describe('a secret text', () => {
  const secret = new SecretText('hunter2');

  it('gives its text only when asked to reveal it', () => {
    expect(secret.reveal()).toBe('hunter2');
    const shown = [secret.toString(), JSON.stringify({ secret }), inspect({ secret }), inspect(secret)];
    expect(shown.join()).not.toContain('hunter2');
  });
});
