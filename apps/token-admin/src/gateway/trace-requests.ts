import { openSpan, type OpenSpan } from '@mdm-gate/service-kit';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const spans = new WeakMap<FastifyRequest, OpenSpan>();

/** A trace begins where an administrator's request comes in, or goes on with the caller's. */
export const traceRequests = (fastify: FastifyInstance): void => {
  fastify.addHook('onRequest', (request, _, done) => {
    const { method, headers, routeOptions } = request;
    const { traceparent } = headers;
    const route = routeOptions.url ?? 'none';
    const span = openSpan({
      name: `${method} ${route}`,
      kind: 'server',
      isEntrance: true,
      traceparent: typeof traceparent === 'string' ? traceparent : undefined,
      attributes: {
        'http.request.method': method,
        'http.route': route,
        'mdm_gate.correlation_id': request.id,
      },
    });
    if (span !== undefined) spans.set(request, span);
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    spans.get(request)?.end({ 'http.response.status_code': reply.statusCode });
    done();
  });
};

/** What is done for a request belongs to its trace. */
export const withinTraceOf = <Value>(request: FastifyRequest, work: () => Value): Value => {
  const span = spans.get(request);
  return span === undefined ? work() : span.within(work);
};
