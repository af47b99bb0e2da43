import { buildSteps } from '../bootstrap/build-steps.mjs';
import { inRepository } from '../bootstrap/repository.mjs';
import { captureStep, StepFailed } from '../bootstrap/step.mjs';

/** Each counts as one in the sum. The long ones are returned, to be run beside the tests. */
export async function runQuickChecks(tally) {
  await check(tally, 'Format', 'node_modules/prettier/bin/prettier.cjs', [
    '--check',
    '--log-level=warn',
    '.',
  ]);
  return [{ name: 'lint', run: () => lint(tally) }];
}

/** Also builds everything, which tests that start a service as a process rely on. */
export async function checkTypes(tally) {
  for (const { title, program, args } of buildSteps) await check(tally, title, program, args);
}

/** In one process, which reads each library once and not once per project. */
function lint(tally) {
  return check(tally, 'Lint', 'tools/run-tests/lint.mjs', []);
}

async function check(tally, title, program, args) {
  try {
    const output = await captureStep(title, process.execPath, [inRepository(program), ...args]);
    // Without Nx's project graph the rule about module boundaries stays silent instead of failing.
    if (output.includes('rule will be skipped')) tally.fail(title, output);
    else tally.pass();
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    tally.fail(title, error.message);
  }
}
