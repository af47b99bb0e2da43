import { globSync } from 'node:fs';
import { join } from 'node:path';
import { routeCatalogue, type RouteContract } from '@mdm-gate/contracts';
import { PATH_METADATA } from '@nestjs/common/constants';
import { publicPageMetadata, routeMetadata } from './serves.ts';

interface Handler {
  readonly name: string;
  readonly isRoute: boolean;
  readonly contract: RouteContract | undefined;
  readonly isPublicPage: boolean;
}

const source = join(import.meta.dirname, '..');

const methodsOf = ({ prototype }: { prototype: object }): Handler[] =>
  Reflect.ownKeys(prototype)
    .filter((name) => name !== 'constructor')
    .map((name) => {
      const method: unknown = Reflect.get(prototype, name);
      const metadata = (key: string): unknown => Reflect.getMetadata(key, method as object);
      return {
        name: String(name),
        isRoute: metadata(PATH_METADATA) !== undefined,
        contract: metadata(routeMetadata) as RouteContract | undefined,
        isPublicPage: metadata(publicPageMetadata) === true,
      };
    });

const loadHandlers = async (): Promise<readonly Handler[]> => {
  const files = globSync('**/*.controller.ts', { cwd: source });
  const modules = await Promise.all(files.map((file) => import(join(source, file)) as Promise<object>));
  return modules
    .flatMap((module) => Object.values<unknown>(module as Record<string, unknown>))
    .flatMap((each: unknown) => methodsOf(each as { prototype: object }));
};

describe('every route of the gateway', () => {
  it('declares who may call it', async () => {
    const routes = (await loadHandlers()).filter(({ isRoute }) => isRoute);
    expect(routes.length).toBeGreaterThan(routeCatalogue.length);
    const undeclared = routes.filter(
      ({ contract, isPublicPage }) => contract?.access === undefined && !isPublicPage,
    );
    expect(undeclared.map(({ name }) => name)).toEqual([]);
  });

  it('is in the catalogue, and everything in the catalogue is served once', async () => {
    const served = (await loadHandlers()).flatMap(({ contract }) =>
      contract === undefined ? [] : [contract.operationId],
    );
    expect(served.toSorted()).toEqual(routeCatalogue.map(({ operationId }) => operationId).toSorted());
  });

  it('needs an organization role when it is about one organization', () => {
    const loose = routeCatalogue.filter(
      ({ path, access }) => path.includes('{organizationId}') && ['public', 'signed-in'].includes(access),
    );
    expect(loose).toEqual([]);
  });

  it('needs more than the right to look when it changes something', () => {
    const loose = routeCatalogue.filter(
      ({ method, access }) => method !== 'GET' && ['public', 'signed-in', 'viewer'].includes(access),
    );
    expect(loose).toEqual([]);
  });
});
