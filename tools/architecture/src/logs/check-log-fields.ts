import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { descendants, parseFile } from '../syntax/parse-file.ts';
import { isProductionSource, listFiles } from '../workspace/list-files.ts';

const page = 'docs/logs.md';
const programs = ['apps/token-admin/src', 'apps/verifier/src', 'apps/mdm-push/src', 'libs'];
const toTests = /^libs\/testing\//;
const isLogCall = /(?:^|\.)#?(?:logger|log|quietLog)(?:\[.*\]|[.](?:debug|info|warn|error|fatal))$/is;

/** Fields that the services write into lines of their logs, and that nobody explains. */
export const checkLogFields = (root: string): readonly string[] => {
  const explained = fieldsExplained(readFileSync(join(root, page), 'utf8'));
  return programs
    .flatMap((folder) => listFiles(root, folder))
    .filter((file) => isProductionSource(file) && !toTests.test(file))
    .flatMap((file) =>
      fieldsWritten(parseFile(root, file))
        .filter((field) => !explained.has(field))
        .map((field) => `${file}: ${page} does not explain the field ${field}`),
    );
};

const fieldsExplained = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(/^\| `(\w+)`/gm)].map(([, field]) => field ?? ''));

const fieldsWritten = (source: ts.SourceFile): readonly string[] =>
  descendants(source)
    .filter((node) => ts.isCallExpression(node))
    .filter((call) => isLogCall.test(call.expression.getText()))
    .flatMap(({ arguments: [facts] }) =>
      facts !== undefined && ts.isObjectLiteralExpression(facts) ? namesIn(facts) : [],
    );

const namesIn = ({ properties }: ts.ObjectLiteralExpression): readonly string[] =>
  properties.flatMap(({ name }) => (name === undefined ? [] : [name.getText()]));
