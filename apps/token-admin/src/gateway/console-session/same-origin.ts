import { CodedError } from '@mdm-gate/service-kit';
import type { FastifyRequest } from 'fastify';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A cookie comes along with whatever page makes a browser send a request. What changes something is taken from our own
 * pages only: https://www.w3.org/TR/fetch-metadata/, and `Origin` from browsers that do not send that.
 */
export const refuseOtherSites = (request: FastifyRequest, ownOrigin: string): void => {
  if (safeMethods.has(request.method)) return;
  const site = request.headers['sec-fetch-site'];
  if (site === undefined ? request.headers.origin === ownOrigin : site === 'same-origin') return;
  throw new CodedError('cross-site-request');
};
