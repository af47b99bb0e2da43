import formbody from '@fastify/formbody';
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { registerControl } from '../control/control.routes.ts';
import { type Exchange, injectFaults } from '../faults/inject-faults.ts';
import { Refusal } from './refusal.ts';
import { contextOf, openContext } from './request-context.ts';
import { type Tenant } from './tenant.ts';
import { type VendorSimulator } from './vendor-simulator.ts';
import { type VendorSurface } from './vendor-surface.ts';

/** Bodies of a whole fleet's identifiers fit; nothing larger is meant seriously. */
const BODY_MAX_BYTES = 4 * 1024 * 1024;

export const CONTROL_PREFIX = '/__sim';

function isControl(request: FastifyRequest): boolean {
  return request.url.startsWith(CONTROL_PREFIX);
}

function journalWhenClosed(vendor: VendorSurface, request: FastifyRequest, reply: FastifyReply): void {
  const context = openContext(request, Date.now());
  reply.raw.once('close', () => {
    const path = request.url.split('?')[0] ?? '';
    const entry = {
      time: new Date(context.startedAt).toISOString(),
      method: request.method,
      path,
      status: reply.raw.writableFinished ? reply.raw.statusCode : 0,
      durationMs: Date.now() - context.startedAt,
      tenant: context.tenantId,
    };
    vendor.journal.add(entry, request.routeOptions.url ?? '(no route)');
  });
}

function answerError(vendor: VendorSurface, error: unknown, { request, reply }: Exchange): FastifyReply {
  if (error instanceof Refusal) {
    return reply.code(error.status).headers(error.headers).send(error.body);
  }
  const { statusCode, message } = error as Partial<FastifyError>;
  const status = statusCode !== undefined && statusCode >= 400 && statusCode < 500 ? statusCode : 500;
  const text = status === 500 ? 'An error has occurred.' : (message ?? 'The request is malformed.');
  const body = isControl(request)
    ? { error: { code: 'sim-request-malformed', message: text } }
    : vendor.errorBody(status, text, request.url);
  return reply.code(status).send(body);
}

/** Vendors take an empty body whatever its declared type. */
function takeEmptyJson(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeContentTypeParser('application/json');
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) {
      done(null, undefined);
    } else {
      void parse(request, body.toString(), done);
    }
  });
}

/** The vendor's API and, under a separate prefix, the control of the simulation. */
export async function createVendorServer<T extends Tenant, S>(
  vendor: VendorSimulator<T, S>,
  keepState: () => Promise<void>,
): Promise<FastifyInstance> {
  const server = Fastify({
    bodyLimit: BODY_MAX_BYTES,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: true },
    rewriteUrl: (request) => vendor.rewriteUrl(request.url ?? '/'),
  });
  await server.register(formbody);
  takeEmptyJson(server);
  server.addHook('onRequest', async (request, reply) => {
    if (isControl(request)) {
      return;
    }
    journalWhenClosed(vendor, request, reply);
    await injectFaults(vendor, { request, reply });
  });
  server.addHook('onSend', async (request, reply, payload) => {
    const { losesAnswer, refusesAfter, afterwards } = contextOf(request);
    for (const happen of afterwards.splice(0)) {
      happen();
    }
    if (request.method !== 'GET' || afterwards.length > 0) {
      await keepState();
    }
    if (losesAnswer) {
      request.raw.socket.destroy();
    }
    if (refusesAfter === null) {
      return payload;
    }
    reply.code(refusesAfter.status).headers({ 'content-type': 'application/json', ...refusesAfter.headers });
    return JSON.stringify(refusesAfter.body);
  });
  server.setErrorHandler((error, request, reply) => answerError(vendor, error, { request, reply }));
  server.setNotFoundHandler((request, reply) => {
    if (isControl(request)) {
      return reply
        .code(404)
        .send({ error: { code: 'sim-route-unknown', message: 'There is no such control.' } });
    }
    const { status, message } = vendor.noRouteAnswer(request.url);
    return reply.code(status).send(vendor.errorBody(status, message, request.url));
  });
  registerControl(server, vendor);
  vendor.routes(server);
  return server;
}
