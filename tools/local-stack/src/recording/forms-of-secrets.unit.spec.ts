import { formsOf } from './forms-of-secrets.ts';

describe('a secret', () => {
  const secret = 'a "secret" that\\nobody may read';
  const isFound = (text: string): boolean => formsOf(secret).some((form) => text.includes(form));

  it.each([
    ['as it is', secret],
    ['in JSON', JSON.stringify({ value: secret })],
    ['in hexadecimal', Buffer.from(`x${secret}y`).toString('hex')],
    ['at the beginning of base64', Buffer.from(`${secret}, and more`).toString('base64')],
    ['one byte into base64', Buffer.from(`x${secret}y`).toString('base64')],
    ['two bytes into base64url', Buffer.from(`xx${secret}`).toString('base64url')],
  ])('is found %s', (_, text) => {
    expect(isFound(text)).toBe(true);
  });

  it('is not found in what is something else', () => {
    expect(isFound(Buffer.from(secret.toUpperCase()).toString('base64'))).toBe(false);
    expect(isFound('')).toBe(false);
  });
});
