/**
 * Checks and tests of the whole workspace, added up: `npm test`. Ends with the line `N passed, M failed`.
 *
 *   --unit             only the checks and tests that need no servers
 *   --project <name>   only the tests of this project, after its build; may be repeated
 */
import { parseArgs } from 'node:util';
import { ensureServers } from '../bootstrap/servers.mjs';
import { StepFailed } from '../bootstrap/step.mjs';
import { checkTypes, startQuickChecks } from './checks.mjs';
import { findProjects } from './projects.mjs';
import { runProjects } from './run-projects.mjs';
import { startSharedServers } from './shared-servers.mjs';
import { emptyTally } from './tally.mjs';

const { values: options } = parseArgs({
  options: {
    unit: { type: 'boolean', default: false },
    project: { type: 'string', multiple: true, default: [] },
  },
});

const tally = emptyTally();
try {
  const checks = options.project.length === 0 ? startQuickChecks(tally) : [];
  await checkTypes(tally);
  await runTests(checks);
} catch (error) {
  tally.fail('the test run itself', error instanceof StepFailed ? error.message : error.stack);
}
tally.showFailures();
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exitCode = tally.failed === 0 && tally.passed > 0 ? 0 : 1;

async function runTests(checks) {
  const projects = findProjects(options.project);
  if (options.unit) return runProjects(projects, tally, { pattern: '\\.unit\\.spec\\.', checks });
  await ensureServers({ forTests: true });
  const shared = await startSharedServers();
  try {
    await runProjects(projects, tally, { pattern: '\\.spec\\.', env: shared.env, checks });
  } finally {
    await shared.stop();
  }
}
