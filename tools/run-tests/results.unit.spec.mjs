import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readResults } from './results.mjs';

const ended = { code: 0, killedBecause: undefined, output: 'what Jest wrote' };
const killed = { ...ended, code: null, killedBecause: 'did not end' };

function testFile(tests, { status = 'passed', message = '' } = {}) {
  return {
    name: 'a.spec.ts',
    status,
    message,
    assertionResults: tests.map((each) => ({
      fullName: each,
      status: each,
      failureMessages: [`${each} because`],
    })),
  };
}

describe('the results of one project', () => {
  let folder;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mdm-gate-results-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function read(testResults, run = ended) {
    const file = join(folder, 'results.json');
    if (testResults !== undefined) writeFileSync(file, JSON.stringify({ testResults }));
    const { passed, failures } = readResults('project', file, run);
    return { passed, failures: failures.map(({ title, output }) => `${title}: ${output}`) };
  }

  it('counts what passed', () => {
    expect(read([testFile(['passed', 'passed']), testFile(['passed'])])).toEqual({ passed: 3, failures: [] });
  });

  it('counts a failed test, with its message', () => {
    const results = read([testFile(['passed', 'failed'], { status: 'failed' })], { ...ended, code: 1 });
    expect(results).toEqual({ passed: 1, failures: ['project › failed: failed because'] });
  });

  it.each(['pending', 'todo', 'skipped', 'disabled'])(
    'counts a test that was not run as failed: %s',
    (status) => {
      expect(read([testFile(['passed', status])])).toEqual({
        passed: 1,
        failures: [`project › ${status}: was not run (${status})`],
      });
    },
  );

  it('counts a file that does not load', () => {
    const results = read([testFile([], { status: 'failed', message: 'cannot find module' })], {
      ...ended,
      code: 1,
    });
    expect(results).toEqual({ passed: 0, failures: ['project › a.spec.ts: cannot find module'] });
  });

  it('counts a hook that failed after tests that passed', () => {
    const results = read([testFile(['passed'], { status: 'failed', message: 'afterAll' })], {
      ...ended,
      code: 1,
    });
    expect(results).toEqual({ passed: 1, failures: ['project › a.spec.ts: afterAll'] });
  });

  it.each([
    ['has test files but ran no test', [], ended, 'no test ran'],
    ['crashed before it wrote results', undefined, { ...ended, code: 134 }, 'Jest crashed'],
    ['hung before it wrote results', undefined, killed, 'did not end'],
    ['hung after its tests passed', [testFile(['passed'])], killed, 'did not end'],
    [
      'ended badly though its tests passed',
      [testFile(['passed'])],
      { ...ended, code: 1 },
      'Jest ended with exit code 1',
    ],
  ])('counts a project that %s', (_, testResults, run, title) => {
    expect(read(testResults, run).failures).toEqual([`project › ${title}: what Jest wrote`]);
  });
});
