import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { inRepository } from '../bootstrap/repository.mjs';

/**
 * Every workspace project with a Jest configuration, or those named.
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
  return all.filter(({ name }) => names.length === 0 || names.includes(name));
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
