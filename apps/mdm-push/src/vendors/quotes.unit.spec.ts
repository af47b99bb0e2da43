import { DeliveryProblem } from './delivery-problem.ts';
import { quotes } from './quotes.ts';

const secret = 'pmt_1_aB3dE5fG7hJ9kL';

describe('the words of a vendor', () => {
  it.each([
    ['the whole value', `the value '${secret}' is wrong`],
    ['a part of it', 'unexpected character at aB3dE5…'],
    ['in other letters', secret.toUpperCase()],
    ['in base64', `Cannot convert '${Buffer.from(`x${secret}`).toString('base64')}'`],
    ['in base64, between other things', Buffer.from(`{"value":"${secret}"}`).toString('base64')],
  ])('quote a value when they have %s', (_, words) => {
    expect(quotes(words, secret)).toBe(true);
  });

  it.each(['The group 8fe98ed4 does not exist', 'value is wrong', ''])('do not in %j', (words) => {
    expect(quotes(words, secret)).toBe(false);
  });

  it('are left out of a problem that would quote a value, and of no other', () => {
    const problem = new DeliveryProblem('request-refused', 'Mend it', { words: `"${secret}?"` });
    expect(problem.hiding(secret).message).toBe('request-refused: Mend it');
    expect(problem.hiding('something-else').message).toContain(secret);
  });
});
