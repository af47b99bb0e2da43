import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const built = (file: string): string => fileURLToPath(new URL(`../../dist/logging/${file}`, import.meta.url));

/** A program that has our log, and what it leaves behind. */
const run = (script: string) => {
  const program = `
    import { createLogger } from ${JSON.stringify(built('logger.js'))};
    import { logWhatIsSaidElsewhere } from ${JSON.stringify(built('log-what-is-said-elsewhere.js'))};
    logWhatIsSaidElsewhere(createLogger('verifier'));
    ${script}`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
  });
  const lines = `${stdout}${stderr}`.split('\n').filter(Boolean);
  return { status, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
};

describe('what is not said by our log', () => {
  it('becomes a line of it when a package writes to the console or Node.js warns', () => {
    const { status, lines } = run(`
      console.error('[ioredis] Unhandled error event: %s', 'write EPIPE');
      process.emitWarning('too many listeners');`);
    expect(status).toBe(0);
    expect(lines).toMatchObject([
      { level: 'warn', name: 'verifier', said: '[ioredis] Unhandled error event: write EPIPE' },
      { level: 'warn', name: 'verifier', reason: 'too many listeners' },
    ]);
  });

  it('becomes its last line when nobody catches an error, which ends the program', () => {
    const { status, lines } = run(`setTimeout(() => { throw new Error('lost'); });`);
    expect(status).toBe(1);
    expect(lines).toMatchObject([{ level: 'fatal', err: { message: 'lost' } }]);
  });
});
