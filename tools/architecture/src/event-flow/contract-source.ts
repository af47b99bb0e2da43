import ts from 'typescript';
import { constantsOf } from '../syntax/top-level-constants.ts';
import { textField, textListField } from '../syntax/object-fields.ts';
import { parseFile } from '../syntax/parse-file.ts';
import { namesOf, referencesIn, type NameLists, type Reference } from '../syntax/references.ts';
import { isProductionSource, listFiles } from '../workspace/list-files.ts';

/** Where a contract is written down: the constant's name, and its path below the contracts' source folder. */
export interface Source {
  readonly name: string;
  readonly path: string;
}

export interface EventSource extends Source {
  readonly type: string;
  readonly publishedBy: string;
  readonly stream: string;
  readonly description: string;
}

export interface RequestSource extends Source {
  readonly subject: string;
  readonly answeredBy: string;
  readonly mayBeCalledBy: readonly string[];
  readonly description: string;
}

export interface RouteSource extends Source {
  readonly method: string;
  readonly route: string;
}

/** The contracts as their files have them, and the names that stand in the catalogues. */
export interface ContractSources {
  readonly events: readonly EventSource[];
  readonly requests: readonly RequestSource[];
  readonly routes: readonly RouteSource[];
  readonly lists: NameLists;
  readonly eventCatalogue: readonly string[];
  readonly requestCatalogue: readonly string[];
  readonly routeCatalogue: readonly string[];
}

interface Definition extends Source {
  readonly by: string;
  readonly object: ts.ObjectLiteralExpression;
}

const contractsFolder = 'libs/contracts/src';

export const readContractSources = (root: string): ContractSources => {
  const files = listFiles(root, contractsFolder).filter(isProductionSource);
  const constants = files.flatMap((file) =>
    constantsOf(parseFile(root, file)).map((constant) => ({
      ...constant,
      path: file.slice(contractsFolder.length + 1),
    })),
  );
  const definitions = constants.flatMap(definitionIn);
  const lists = new Map<string, readonly Reference[]>(constants.flatMap(listIn));
  const catalogue = (name: string): readonly string[] => namesOf([{ name, spread: true }], lists);
  return {
    events: definitions.filter(({ by }) => by === 'defineEvent').map(eventSource),
    requests: definitions.filter(({ by }) => by === 'defineRequest').map(requestSource),
    routes: definitions.filter(({ by }) => by === 'defineRoute').map(routeSource),
    lists,
    eventCatalogue: catalogue('eventCatalogue'),
    requestCatalogue: catalogue('requestCatalogue'),
    routeCatalogue: catalogue('routeCatalogue'),
  };
};

const definitionIn = ({ name, path, value }: Source & { value: ts.Expression }): readonly Definition[] => {
  if (!ts.isCallExpression(value)) return [];
  const [object] = value.arguments;
  return object !== undefined && ts.isObjectLiteralExpression(object)
    ? [{ name, path, by: value.expression.getText(), object }]
    : [];
};

const listIn = ({
  name,
  value,
}: Source & { value: ts.Expression }): readonly (readonly [string, readonly Reference[]])[] =>
  ts.isArrayLiteralExpression(value) ? [[name, referencesIn(value.elements)]] : [];

const eventSource = ({ name, path, object }: Definition): EventSource => ({
  name,
  path,
  type: textField(object, 'type'),
  publishedBy: textField(object, 'publishedBy'),
  stream: textField(object, 'stream'),
  description: textField(object, 'description'),
});

const requestSource = ({ name, path, object }: Definition): RequestSource => ({
  name,
  path,
  subject: textField(object, 'subject'),
  answeredBy: textField(object, 'answeredBy'),
  mayBeCalledBy: textListField(object, 'mayBeCalledBy'),
  description: textField(object, 'description'),
});

const routeSource = ({ name, path, object }: Definition): RouteSource => ({
  name,
  path,
  method: textField(object, 'method'),
  route: textField(object, 'path'),
});
