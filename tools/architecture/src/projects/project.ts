import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { listFolders } from '../workspace/list-files.ts';

export interface Package {
  readonly name: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly nx?: { readonly name?: string; readonly tags?: readonly string[] };
}

/** A folder of the workspace with a package.json. `references` are folders relative to the workspace, in order. */
export interface Project {
  readonly folder: string;
  readonly package: Package;
  readonly references: readonly string[] | null;
}

export const readPackage = (root: string, folder: string): Package =>
  JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Package;

/** What the `references` of a tsconfig.json lead to; null when there is no tsconfig.json. */
export const readReferences = (root: string, folder: string): readonly string[] | null => {
  const file = join(root, folder, 'tsconfig.json');
  if (!existsSync(file)) return null;
  const { config } = ts.parseConfigFileTextToJson(file, readFileSync(file, 'utf8')) as {
    readonly config?: { readonly references?: readonly { readonly path: string }[] };
  };
  return (config?.references ?? []).map(({ path }) => join(folder, path)).sort();
};

export const readProjects = (root: string): readonly Project[] =>
  ['apps', 'libs', 'tools'].flatMap((parent) =>
    listFolders(root, parent)
      .map((name) => `${parent}/${name}`)
      .filter((folder) => existsSync(join(root, folder, 'package.json')))
      .map((folder) => ({
        folder,
        package: readPackage(root, folder),
        references: readReferences(root, folder),
      })),
  );
