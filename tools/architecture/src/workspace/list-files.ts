import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What git does not keep: installed, built or made while running. */
const leftOut = new Set(['.git', '.local', '.nx', 'coverage', 'dist', 'node_modules']);

/** All files below a folder as paths relative to `root`, in order; none when there is no such folder. */
export const listFiles = (root: string, folder = '.'): readonly string[] => {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => !leftOut.has(entry.name))
    .flatMap((entry) => {
      const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? listFiles(root, path) : entry.isFile() ? [path] : [];
    })
    .sort();
};

export const listFolders = (root: string, folder: string): readonly string[] =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder), { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && !leftOut.has(entry.name))
        .map(({ name }) => name)
        .sort()
    : [];

const testMaterial =
  /[.](?:spec|contract|bench|fixtures?)[.]ts$|\/(?:fixtures|guarantees|hostile-input|[a-z-]+-campaign)\//;

/** Source that runs in production: neither a test nor what only tests use. */
export const isProductionSource = (path: string): boolean => path.endsWith('.ts') && !testMaterial.test(path);
