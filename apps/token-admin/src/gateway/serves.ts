import type { RouteContract } from '@mdm-gate/contracts';
import { applyDecorators, RequestMapping, RequestMethod, SetMetadata } from '@nestjs/common';

/** What `@Serves` and `@PublicPage` leave for the guard, the interceptor and the route-access test to find. */
export const routeMetadata = 'mdm-gate:route';
export const publicPageMetadata = 'mdm-gate:public-page';

export const apiPrefix = '/api/v1';

const fastifyPath = (path: string): string => `${apiPrefix}${path.replace(/\{(\w+)\}/g, ':$1')}`;

/** The method answers this operation: its path, its access rule and the check of its input follow from the contract. */
export const Serves = (contract: RouteContract): MethodDecorator =>
  applyDecorators(
    SetMetadata(routeMetadata, contract),
    RequestMapping({ method: RequestMethod[contract.method], path: fastifyPath(contract.path) }),
  );

/** A page that anybody may ask for, outside the API. */
export const PublicPage = (path: string, method: 'GET' | 'POST' = 'GET'): MethodDecorator =>
  applyDecorators(
    SetMetadata(publicPageMetadata, true),
    RequestMapping({ method: RequestMethod[method], path }),
  );
