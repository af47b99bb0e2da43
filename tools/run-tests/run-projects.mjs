import { mkdirSync, rmSync } from 'node:fs';
import { inRepository } from '../bootstrap/repository.mjs';
import { showProgress } from '../bootstrap/step.mjs';
import { readResults } from './results.mjs';
import { runJest } from './run-jest.mjs';

const atATime = 2;
const resultsFolder = inRepository('.local/test-results');

/** Runs the tests of the projects, two at a time, and adds them to the tally. */
export async function runProjects(projects, tally, { pattern, env = {} }) {
  rmSync(resultsFolder, { recursive: true, force: true });
  mkdirSync(resultsFolder, { recursive: true });
  const withSpecs = projects.filter(({ specs }) => specs.some((spec) => new RegExp(pattern).test(spec)));
  const together = withSpecs.filter(({ alone }) => !alone);
  const running = new Set();
  const failedBefore = tally.failed;
  const progress = showProgress(() => ['Tests', ...running].join(' '));
  const run = async (project) => {
    running.add(project.name);
    progress.print(await runProject(project, tally, { pattern, env }));
    running.delete(project.name);
  };
  const worker = async () => {
    for (let next = together.shift(); next !== undefined; next = together.shift()) await run(next);
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  for (const project of withSpecs.filter(({ alone }) => alone)) await run(project);
  progress.end(tally.failed === failedBefore);
}

async function runProject({ name, folder }, tally, { pattern, env }) {
  const startedAt = performance.now();
  const file = `${resultsFolder}/${name}.json`;
  const { passed, failures } = readResults(name, file, await runJest({ folder, pattern, file, env }));
  tally.pass(passed);
  failures.forEach(({ title, output }) => tally.fail(title, output));
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  return `${failures.length === 0 ? '✓' : '✗'} ${name}: ${passed} passed, ${failures.length} failed (${seconds} s)`;
}
