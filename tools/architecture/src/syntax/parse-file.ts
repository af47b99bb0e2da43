import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** The syntax tree of one file; nothing is resolved or type-checked. */
export const parseFile = (root: string, path: string): ts.SourceFile =>
  ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.Latest, true);

/** All nodes below this one, outer ones first. */
export const descendants = (node: ts.Node): readonly ts.Node[] => {
  const found: ts.Node[] = [];
  const visit = (each: ts.Node): void => {
    found.push(each);
    each.forEachChild(visit);
  };
  node.forEachChild(visit);
  return found;
};
