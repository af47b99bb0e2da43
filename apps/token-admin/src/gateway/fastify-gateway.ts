import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import { CodedError, type Logger } from '@mdm-gate/service-kit';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { admissionOf } from './call.ts';
import { codedErrorOf } from './coded-error-of.ts';
import { problemOf, sendProblem } from './problem.filter.ts';

const bodyBytesMax = 64 * 1_024;
const requestTimeoutMs = 30_000;
const parameterLengthMax = 128;

export const correlationIdHeader = 'mdm-correlation-id';
const correlationIdPattern = /^[\x21-\x7e]{1,128}$/;

const correlationId = (header: string | string[] | undefined): string =>
  typeof header === 'string' && correlationIdPattern.test(header) ? header : randomUUID();

/** To what is not HTTP, or has more or longer headers than HTTP needs: there is no request to answer. */
const answerUnreadable = (socket: Socket): void => {
  const body = JSON.stringify(problemOf(new CodedError('invalid-request'), randomUUID()));
  const head = [
    'HTTP/1.1 400 Bad Request',
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  if (socket.writable) socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  else socket.destroy();
};

/** The HTTP server: limits, and errors that happen before any route is found. */
export const fastifyAdapter = (trustedProxies: string | undefined): FastifyAdapter =>
  new FastifyAdapter({
    bodyLimit: bodyBytesMax,
    requestTimeout: requestTimeoutMs,
    routerOptions: { maxParamLength: parameterLengthMax },
    trustProxy: trustedProxies?.split(',').map((address) => address.trim()) ?? false,
    forceCloseConnections: 'idle',
    genReqId: (raw: { headers: Record<string, string | string[] | undefined> }) =>
      correlationId(raw.headers[correlationIdHeader]),
    clientErrorHandler: (_, socket) => {
      answerUnreadable(socket);
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

/** Headers on every answer, and one log line per request: the route's pattern, because a path may name things. */
export const dressGateway = async (app: NestFastifyApplication, logger: Logger): Promise<void> => {
  await app.register(helmet, pageSecurity);
  await app.register(cookie);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.removeContentTypeParser('text/plain');
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.header(correlationIdHeader, request.id).header('cache-control', 'no-store');
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    logger.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? null,
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime),
        caller: admissionOf(request)?.caller.id,
        correlationId: request.id,
      },
      'request',
    );
    done();
  });
};
