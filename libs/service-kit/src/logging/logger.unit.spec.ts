import { createLogger } from './logger.ts';

describe('the logger', () => {
  it('writes JSON lines that name the service and censor what looks like a secret', () => {
    const lines: string[] = [];
    const logger = createLogger('verifier', { destination: { write: (line) => void lines.push(line) } });
    logger.warn(
      { request: { mdmToken: 'hunter2' }, headers: { a: { authorization: 'Bearer hunter2' } } },
      'refused',
    );
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      name: 'verifier',
      level: 'warn',
      msg: 'refused',
      request: { mdmToken: '[secret]' },
    });
    expect(lines.join()).not.toContain('hunter2');
  });
});
