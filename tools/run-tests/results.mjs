import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

const framesOfJest = /\n +at .*\/node_modules\/jest-.*/g;

/**
 * What one run of Jest comes to. A test that did not run, whoever switched it off, has not passed; neither has a project
 * that crashed, hung, or has test files but ran no test.
 * @returns {{ passed: number, failures: { title: string, output: string }[], specs: { project: string, name: string, seconds: number }[] }}
 */
export function readResults(project, file, { code, killedBecause, output }) {
  const failure = (title, text) => ({ title: `${project} › ${title}`, output: text });
  if (!existsSync(file))
    return { passed: 0, failures: [failure(killedBecause ?? 'Jest crashed', output)], specs: [] };
  const { testResults } = JSON.parse(readFileSync(file, 'utf8'));
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const passed = tests.filter(({ status }) => status === 'passed').length;
  const failures = [
    ...tests
      .filter(({ status }) => status !== 'passed')
      .map((test) => failure(test.fullName, describeFailure(test))),
    ...testResults.filter(failedAsAFile).map(({ name, message }) => failure(basename(name), message)),
  ];
  if (killedBecause !== undefined) failures.push(failure(killedBecause, output));
  if (tests.length === 0 && failures.length === 0) failures.push(failure('no test ran', output));
  if (code !== 0 && failures.length === 0)
    failures.push(failure(`Jest ended with exit code ${code}`, output));
  const specs = testResults.map(({ name, startTime = 0, endTime = 0 }) => ({
    project,
    name: basename(name),
    seconds: (endTime - startTime) / 1_000,
  }));
  return { passed, failures, specs };
}

/** The file itself did not load, or a hook outside all tests failed. */
function failedAsAFile({ status, assertionResults }) {
  return status === 'failed' && assertionResults.every((test) => test.status === 'passed');
}

function describeFailure({ status, failureMessages }) {
  if (status !== 'failed') return `was not run (${status})`;
  return failureMessages.join('\n').replaceAll(framesOfJest, '');
}
