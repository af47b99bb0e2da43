import ts from 'typescript';
import { parseFile } from '../syntax/parse-file.ts';
import { listFiles } from '../workspace/list-files.ts';

/** Names that say nothing about what is inside, so that everything ends up there. */
const refusedFolders = new Set(['common', 'helpers', 'misc', 'shared', 'utils']);
const refusedFiles = /(?:^|[/.])(?:constants|helpers?|types|utils?)[.]ts$/;

/** Folders and files are named after one thing, and the door of a library holds no code. */
export const checkFolders = (root: string): readonly string[] => {
  const files = ['apps', 'libs', 'tools'].flatMap((folder) => listFiles(root, folder));
  return files.flatMap((file) => [...checkNames(file), ...checkDoor(root, file)]);
};

const checkNames = (file: string): readonly string[] => [
  ...file
    .split('/')
    .slice(0, -1)
    .filter((folder) => refusedFolders.has(folder))
    .map((folder) => `${file}: the folder name "${folder}" says nothing`),
  ...(refusedFiles.test(file) ? [`${file}: the file name says nothing`] : []),
];

const checkDoor = (root: string, file: string): readonly string[] => {
  if (!file.endsWith('/index.ts')) return [];
  if (!/^libs\/[^/]+\/src\/index\.ts$/.test(file))
    return [`${file}: index.ts is only for the door of a library`];
  return parseFile(root, file).statements.every(
    (statement) => ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined,
  )
    ? []
    : [`${file}: the door of a library only re-exports`];
};
