import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listFolders } from '../workspace/list-files.ts';
import { plantTree, type PlantedTree } from '../workspace/plant-tree.ts';
import { workspaceRoot } from '../workspace/workspace-root.ts';

const workspaceFolders = ['libs', 'apps', 'tools'];

const rootFiles = [
  'module-boundaries.ts',
  'nx.json',
  'oxlint.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
  'tsconfig.json',
  'tools/run-tests/project-graph.mjs',
];

/**
 * A workspace with the projects, tags and lint rules of this one but other sources, and, as after a fresh clone,
 * without anything that Nx has found out before. Installed packages are those of this workspace.
 */
export const copiedWorkspace = (files: Readonly<Record<string, string>>): PlantedTree => {
  const tree = plantTree(files);
  const projectFiles = workspaceFolders.flatMap((folder) =>
    listFolders(workspaceRoot, folder).flatMap((name) => [
      `${folder}/${name}/package.json`,
      `${folder}/${name}/tsconfig.json`,
    ]),
  );
  for (const file of [...rootFiles, ...projectFiles].filter((each) =>
    existsSync(join(workspaceRoot, each)),
  )) {
    mkdirSync(dirname(join(tree.root, file)), { recursive: true });
    cpSync(join(workspaceRoot, file), join(tree.root, file));
  }
  linkPackages(tree.root);
  return tree;
};

/** Like an installation: packages of others are shared, our own are those of the copy. */
const linkPackages = (root: string): void => {
  const installed = join(root, 'node_modules');
  mkdirSync(join(installed, '@mdm-gate'), { recursive: true });
  for (const name of readdirSync(join(workspaceRoot, 'node_modules'))) {
    if (name !== '@mdm-gate') symlinkSync(join(workspaceRoot, 'node_modules', name), join(installed, name));
  }
  for (const folder of workspaceFolders) {
    for (const project of listFolders(root, folder)) {
      symlinkSync(join(root, folder, project), join(installed, '@mdm-gate', project));
    }
  }
};
