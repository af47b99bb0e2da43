import { spawnSync } from 'node:child_process';
import { inRepository } from '../bootstrap/repository.mjs';

describe('Jest on one project', () => {
  it.each([
    ['a name that no test has', ['results.unit', '-t', 'no test is called so']],
    ['a file that there is not', ['no-file-is-called-so']],
  ])('fails when it is asked for %s', (_, args) => {
    const program = inRepository('node_modules/jest/bin/jest.js');
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
      cwd: inRepository('tools/run-tests'),
      encoding: 'utf8',
    });
    expect(`${status} ${stdout}${stderr}`).toMatch(/^1 [^]*No tests? (ran|found)/);
  });
});
