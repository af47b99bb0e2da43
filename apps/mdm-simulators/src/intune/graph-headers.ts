import { randomUUID } from 'node:crypto';
import { type FastifyInstance } from 'fastify';

const SUCCESS_TYPE =
  'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';

/** Ids of the request, and the content type that a success has and an error has not. */
export function addGraphHeaders(server: FastifyInstance): void {
  server.addHook('onSend', (request, reply, payload, done) => {
    if (/^\/(v1\.0|beta)\//u.test(request.url)) {
      const requestId = randomUUID();
      reply.header('request-id', requestId);
      reply.header('client-request-id', request.headers['client-request-id'] ?? requestId);
      reply.header('x-ms-ags-diagnostic', '{"ServerInfo":{"DataCenter":"Simulated","Ring":"5"}}');
      const isJson = String(reply.getHeader('content-type') ?? '').startsWith('application/json');
      if (isJson) {
        reply.header('content-type', reply.statusCode < 300 ? SUCCESS_TYPE : 'application/json');
      }
    }
    done(null, payload);
  });
}
