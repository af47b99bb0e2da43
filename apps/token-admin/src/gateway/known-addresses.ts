import { CodedError } from '@mdm-gate/service-kit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { addressLengthMax } from './unreadable-requests.ts';

/** Fastify's `:parameter` stands for anything within one segment of the path. */
const fits = (pattern: readonly string[], path: readonly string[]): boolean =>
  pattern.length === path.length &&
  pattern.every((segment, index) => segment.startsWith(':') || segment === path[index]);

const pathIn = (address: string): string => address.replace(/[?#].*$/s, '');

/** What HTTP demands of a request before anybody looks at what it is for (RFC 9110, RFC 9112). */
const firstProblem = ({ raw }: FastifyRequest): CodedError | undefined => {
  if ((raw.url ?? '').length > addressLengthMax) return new CodedError('address-too-long');
  if (raw.httpVersion === '1.1' && raw.headers.host === undefined)
    return new CodedError('invalid-request', 'The header Host is missing');
  return undefined;
};

/** Which methods each address takes: to another method the answer is 405 with `Allow`, not 404. */
export const refuseWrongMethods = (fastify: FastifyInstance): void => {
  const methodsByPath = new Map<string, Set<string>>();
  fastify.addHook('onRoute', ({ url, method }) => {
    const methods = methodsByPath.get(url) ?? new Set();
    for (const each of [method].flat()) methods.add(each);
    methodsByPath.set(url, methods);
  });
  const methodsAt = (path: string): readonly string[] =>
    [...methodsByPath]
      .filter(([pattern]) => fits(pattern.split('/'), path.split('/')))
      .flatMap(([, methods]) => [...methods]);

  fastify.addHook('onRequest', (request, reply, done) => {
    const methods = request.is404 ? methodsAt(pathIn(request.raw.url ?? '')) : [];
    if (methods.length > 0) reply.header('allow', methods.join(', '));
    const problem = methods.length > 0 ? new CodedError('method-not-allowed') : undefined;
    done(firstProblem(request) ?? problem);
  });
};
