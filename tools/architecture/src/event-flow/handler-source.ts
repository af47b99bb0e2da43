import ts from 'typescript';
import { descendants, parseFile } from '../syntax/parse-file.ts';
import { namesOf, referencesIn, type NameLists } from '../syntax/references.ts';
import { isProductionSource, listFiles, listFolders } from '../workspace/list-files.ts';

/** A decorated method, or a call of `ask`, and the names of the contracts that it is about. */
export interface Handler {
  readonly kind: 'When' | 'Answers' | 'Serves' | 'ask';
  readonly service: string;
  /** Relative to the workspace. */
  readonly path: string;
  /** The folder below the service's source folder; empty for a file that lies in it directly. */
  readonly folder: string;
  readonly contracts: readonly string[];
}

export interface HandlerSources {
  readonly handlers: readonly Handler[];
  /** `<service>/<folder>` of every folder of a service. */
  readonly folders: readonly { readonly service: string; readonly folder: string }[];
}

const decorators = new Set(['When', 'Answers', 'Serves']);

export const readHandlerSources = (root: string, lists: NameLists): HandlerSources => {
  const services = listFolders(root, 'apps');
  return {
    handlers: services.flatMap((service) =>
      listFiles(root, `apps/${service}/src`)
        .filter(isProductionSource)
        .flatMap((path) =>
          handlersIn(root, { service, path, folder: path.split('/').slice(3, -1)[0] ?? '' }, lists),
        ),
    ),
    folders: services.flatMap((service) =>
      listFolders(root, `apps/${service}/src`).map((folder) => ({ service, folder })),
    ),
  };
};

const handlersIn = (
  root: string,
  place: Pick<Handler, 'service' | 'path' | 'folder'>,
  lists: NameLists,
): readonly Handler[] =>
  descendants(parseFile(root, place.path))
    .filter(ts.isCallExpression)
    .flatMap((call) => {
      const kind = kindOf(call);
      if (kind === undefined) return [];
      const given = kind === 'ask' ? call.arguments.slice(0, 1) : call.arguments;
      return [{ ...place, kind, contracts: namesOf(referencesIn(given), lists) }];
    });

const kindOf = ({ expression, parent }: ts.CallExpression): Handler['kind'] | undefined => {
  if (ts.isDecorator(parent))
    return decorators.has(expression.getText()) ? (expression.getText() as Handler['kind']) : undefined;
  return ts.isPropertyAccessExpression(expression) && expression.name.text === 'ask' ? 'ask' : undefined;
};
