import { buildSteps } from '../bootstrap/build-steps.mjs';
import { inRepository } from '../bootstrap/repository.mjs';
import { captureStep, StepFailed } from '../bootstrap/step.mjs';

/** Each counts as one in the sum. They begin at once and need no build; what is returned waits for them. */
export function startQuickChecks(tally) {
  const format = ['--check', '--log-level=warn', '.'];
  const checks = async () => {
    await check(tally, 'Format', 'node_modules/prettier/bin/prettier.cjs', format);
    await check(tally, 'Lint', 'node_modules/oxlint/bin/oxlint', []);
  };
  const running = checks();
  return [{ name: 'lint', run: () => running }];
}

/** Also builds everything, which tests that start a service as a process rely on. */
export async function checkTypes(tally) {
  for (const { title, program, args } of buildSteps) await check(tally, title, program, args);
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
