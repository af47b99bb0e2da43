import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRepository } from '../bootstrap/repository.mjs';

/** How Jest ended on the specs of a folder, and what it said. */
const jestIn = (folder, ...args) => {
  const program = inRepository('node_modules/jest/bin/jest.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  return `${status} ${stdout}${stderr}`;
};

describe('Jest on one project', () => {
  it.each([
    ['a name that no test has', ['results.unit', '-t', 'no test is called so']],
    ['a file that there is not', ['no-file-is-called-so']],
  ])('fails when it is asked for %s', (_, args) => {
    expect(jestIn(inRepository('tools/run-tests'), ...args)).toMatch(/^1 [^]*No tests? (ran|found)/);
  });

  it.each([
    ['fails with a test', "it('is', () => expect(1).toBe(2));", /^1 [^]*1 failed/],
    ['fails with a file that cannot be loaded', "import './not-there.mjs';", /^1 [^]*not-there/],
    ['passes with all that it has', "it('is', () => expect(1).toBe(1));", /^0 [^]*1 passed/],
  ])('%s', (_, code, outcome) => {
    const folder = mkdtempSync(join(tmpdir(), 'mdm-gate-jest-'));
    try {
      writeFileSync(join(folder, 'planted.spec.mjs'), code);
      const config = inRepository('tools/run-tests/jest.config.mjs');
      writeFileSync(join(folder, 'jest.config.mjs'), `export { default } from '${config}';`);
      expect(jestIn(folder)).toMatch(outcome);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
