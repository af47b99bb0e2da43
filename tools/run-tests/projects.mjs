import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { inRepository } from '../bootstrap/repository.mjs';

/** Rules about the folders come first: when they fail, nothing else needs to be looked at. */
const first = ['architecture'];

/**
 * Every workspace project with a Jest configuration, or those named, in the order in which they run.
 * @returns {{ name: string, folder: string, specs: string[] }[]}
 */
export function findProjects(names = []) {
  const all = globSync(['libs/*/package.json', 'apps/*/package.json', 'tools/*/package.json'], {
    cwd: inRepository(),
  })
    .map((file) => describeProject(inRepository(dirname(file))))
    .filter(({ folder }) => existsSync(join(folder, 'jest.config.mjs')));
  const unknown = names.filter((name) => !all.some((project) => project.name === name));
  if (unknown.length > 0)
    throw new Error(
      `No such project: ${unknown.join(', ')}. There are: ${all.map(({ name }) => name).join(', ')}`,
    );
  return all.filter(({ name }) => names.length === 0 || names.includes(name)).sort(byOrder);
}

function describeProject(folder) {
  const { nx } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const name = nx?.name ?? basename(folder);
  return {
    name,
    folder,
    specs: globSync(['src/**/*.spec.ts', '*.spec.mjs'], { cwd: folder }),
  };
}

/** What a file takes, as a rule, compared to others. */
const work = (spec) => (spec.includes('.unit.spec.') ? 1 : spec.includes('.e2e.spec.') ? 60 : 10);

/** Those with the longest files early, so that all that run at a time end at about the same moment. */
function byOrder(a, b) {
  const rank = ({ name }) => (first.includes(name) ? 0 : 1);
  const workOf = ({ specs }) => specs.reduce((sum, spec) => sum + work(spec), 0);
  return rank(a) - rank(b) || workOf(b) - workOf(a);
}
