import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import { organizationIdSchema } from '@mdm-gate/contracts';
import type { Logger } from '@mdm-gate/service-kit';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { admissionOf } from './call.ts';
import { codedErrorOf } from './coded-error-of.ts';
import type { GatewayTraffic } from './gateway-traffic.ts';
import { takeJsonBodies } from './json-body.ts';
import { refuseWrongMethods } from './known-addresses.ts';
import { sendProblem } from './problem.filter.ts';
import { traceRequests, withinTraceOf } from './trace-requests.ts';
import { answerUnreadable, headBytesMax } from './unreadable-requests.ts';

const namesOrganization = z.object({ organizationId: organizationIdSchema });

const bodyBytesMax = 64 * 1_024;
const requestTimeoutMs = 30_000;
/** An id of 128 bytes, each of them percent-encoded. */
const parameterLengthMax = 3 * 128;

export const correlationIdHeader = 'mdm-correlation-id';
const correlationIdPattern = /^[\x21-\x7e]{1,128}$/;

const correlationId = (header: string | string[] | undefined): string =>
  typeof header === 'string' && correlationIdPattern.test(header) ? header : randomUUID();

/** The HTTP server: limits, and errors that happen before any route is found. */
export const fastifyAdapter = (trustedProxies: readonly string[] | undefined): FastifyAdapter =>
  new FastifyAdapter({
    bodyLimit: bodyBytesMax,
    requestTimeout: requestTimeoutMs,
    routerOptions: { maxParamLength: parameterLengthMax },
    trustProxy: trustedProxies === undefined ? false : [...trustedProxies],
    forceCloseConnections: 'idle',
    // While it stops, what still comes is answered as always; Fastify's own answer would be no problem document.
    return503OnClosing: false,
    // Without Host the answer is ours too.
    http: { requireHostHeader: false, maxHeaderSize: headBytesMax },
    genReqId: (raw: { headers: Record<string, string | string[] | undefined> }) =>
      correlationId(raw.headers[correlationIdHeader]),
    clientErrorHandler: (error, socket) => {
      answerUnreadable(error, socket);
    },
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
      sendProblem(reply, request, codedErrorOf(error));
    },
  });

const pageSecurity = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
    },
  },
};

/** Only what can be one: a path may hold anything. */
const organizationOf = ({ params }: FastifyRequest): string | undefined =>
  namesOrganization.safeParse(params).data?.organizationId;

/** Headers on every answer, and one log line per request: the route's pattern, because a path may name things. */
export const dressGateway = async (
  app: NestFastifyApplication,
  logger: Logger,
  traffic: GatewayTraffic,
): Promise<void> => {
  await app.register(helmet, pageSecurity);
  await app.register(cookie);
  const fastify = app.getHttpAdapter().getInstance();
  takeJsonBodies(fastify);
  // An expectation that nobody knows may be left aside (RFC 9110, section 10.1.1).
  fastify.server.on('checkExpectation', (request, response) => {
    fastify.server.emit('request', request, response);
  });
  traffic.watch(fastify);
  traceRequests(fastify);
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.header(correlationIdHeader, request.id).header('cache-control', 'no-store');
    done();
  });
  refuseWrongMethods(fastify);
  fastify.addHook('onResponse', (request, reply, done) => {
    const facts = {
      method: request.method,
      route: request.routeOptions.url ?? null,
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime),
      organizationId: organizationOf(request),
      caller: admissionOf(request)?.caller.id,
      correlationId: request.id,
    };
    withinTraceOf(request, () => {
      logger.info(facts, 'request');
    });
    done();
  });
};
