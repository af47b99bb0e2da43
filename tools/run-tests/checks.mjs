import { inRepository } from '../bootstrap/repository.mjs';
import { captureStep, StepFailed } from '../bootstrap/step.mjs';

const quietNx = { NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true', NX_INTERACTIVE: 'false' };

/** Each counts as one in the sum. */
export async function runChecks(tally) {
  await check(tally, 'Format', 'prettier', ['--check', '--log-level=warn', '.']);
  await checkTypes(tally);
  await check(tally, 'Lint', 'nx', ['run-many', '-t', 'lint', '--output-style=static'], quietNx);
  await check(tally, 'Lint of the plain scripts', 'eslint', ['tools/**/*.mjs', '*.mjs']);
}

/** Also builds everything, which tests that start a service as a process rely on. */
export async function checkTypes(tally) {
  await check(tally, 'Types and build', 'tsc', ['-b']);
}

async function check(tally, title, tool, args, env = {}) {
  try {
    const output = await captureStep(title, inRepository(`node_modules/.bin/${tool}`), args, { env });
    // Without Nx's project graph the rule about module boundaries stays silent instead of failing.
    if (output.includes('rule will be skipped')) tally.fail(title, output);
    else tally.pass();
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    tally.fail(title, error.message);
  }
}
