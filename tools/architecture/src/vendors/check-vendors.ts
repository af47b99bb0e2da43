import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles, listFolders } from '../workspace/list-files.ts';

const vendorsFolder = 'apps/mdm-push/src/vendors';
/** Folders that are no vendor: what all of them speak and read, and the MDM that has no API to speak to. */
const notVendors = new Set(['any-mdm', 'configuration', 'http']);

/** Whoever knows one vendor's folder finds the same things in the next. */
const fileSet: readonly (readonly [suffix: string, holds: string])[] = [
  ['.vendor.ts', 'the adapter'],
  ['.api.ts', 'the calls, each with the URL of its documentation'],
  ['.schema.ts', 'what answers must look like'],
  ['.session.ts', 'reading, writing and reading back'],
  ['.fixtures.ts', 'how its simulator is set up for the suite'],
  ['.vendor.int.spec.ts', 'the suite, run against its simulator'],
];

const suite = 'describeVendorContract(';

/** Every vendor has the same set of files, and passes the suite of the port. */
export const checkVendors = (root: string): readonly string[] =>
  listFolders(root, vendorsFolder)
    .filter((vendor) => !notVendors.has(vendor))
    .map((vendor) => `${vendorsFolder}/${vendor}`)
    .flatMap((folder) => [...checkFileSet(root, folder), ...checkSuite(root, folder)]);

const checkFileSet = (root: string, folder: string): readonly string[] => {
  const files = listFiles(root, folder);
  return fileSet
    .filter(([suffix]) => !files.some((file) => file.endsWith(suffix)))
    .map(([suffix, holds]) => `${folder}: lacks a file …${suffix}: ${holds}`);
};

const checkSuite = (root: string, folder: string): readonly string[] =>
  listFiles(root, folder)
    .filter((file) => file.endsWith('.vendor.int.spec.ts'))
    .filter((file) => !readFileSync(join(root, file), 'utf8').includes(suite))
    .map((file) => `${file}: does not run the suite of the port`);
