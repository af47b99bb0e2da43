import { mkdirSync, rmSync } from 'node:fs';
import { inRepository } from '../bootstrap/repository.mjs';
import { showProgress } from '../bootstrap/step.mjs';
import { partsOf } from './parts.mjs';
import { readResults } from './results.mjs';
import { runJest } from './run-jest.mjs';
import { showTimes } from './times.mjs';

/** Two for each of two cores: tests of faults wait more than they compute. */
const atATime = 4;
const resultsFolder = inRepository('.local/test-results');

/**
 * Runs the tests of the projects, several at a time, and adds them to the tally. `checks` have a name and add themselves; they
 * run beside the tests.
 */
export async function runProjects(projects, tally, { pattern, env = {}, checks = [] }) {
  rmSync(resultsFolder, { recursive: true, force: true });
  mkdirSync(resultsFolder, { recursive: true });
  const times = [];
  const running = new Set();
  const failedBefore = tally.failed;
  const progress = showProgress(() => ['Tests', ...running].join(' '));
  const jobOf = (part) => ({
    name: part.name,
    run: async () => progress.print(await runPart(part, tally, { env, times })),
  });
  const together = [...checks, ...partsOf(projects, pattern).map(jobOf)];
  const work = async (jobs) => {
    for (let next = jobs.shift(); next !== undefined; next = jobs.shift()) {
      running.add(next.name);
      await next.run();
      running.delete(next.name);
    }
  };
  await Promise.all(Array.from({ length: atATime }, () => work(together)));
  progress.end(tally.failed === failedBefore);
  showTimes(times);
}

async function runPart({ project, name, specs: files }, tally, { env, times }) {
  const startedAt = performance.now();
  const file = `${resultsFolder}/${name.replace(/[ /]/g, '-')}.json`;
  const ended = await runJest({ folder: project.folder, files, file, env });
  const { passed, failures, specs } = readResults(project.name, file, ended);
  tally.pass(passed);
  failures.forEach(({ title, output }) => tally.fail(title, output));
  times.push(...specs);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  return `${failures.length === 0 ? '✓' : '✗'} ${name}: ${passed} passed, ${failures.length} failed (${seconds} s)`;
}
