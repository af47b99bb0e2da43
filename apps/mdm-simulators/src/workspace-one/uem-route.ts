import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { contextOf } from '../vendor/request-context.ts';
import { Refusal } from '../vendor/refusal.ts';
import { authenticate } from './authenticate.ts';
import { acceptedVersion } from './accepted-version.ts';
import { toXml } from './to-xml.ts';
import { uemError, uemErrorBody } from './uem-error.ts';
import { type WorkspaceOneSystem } from './workspace-one.system.ts';
import { type WorkspaceOneTenant } from './workspace-one.state.ts';

export interface UemCall {
  readonly tenant: WorkspaceOneTenant;
  readonly request: FastifyRequest;
  readonly params: Readonly<Record<string, string>>;
  /** Names in lower case: the server does not distinguish. */
  readonly query: ReadonlyMap<string, string>;
}

/** A body (200), nothing found (204), or accepted without body (202). */
export type UemAnswer = Readonly<Record<string, unknown>> | readonly unknown[] | 'no-content' | 'accepted';

export interface UemRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  /** The same path answers in several shapes: `Accept` names the version. */
  readonly versions: Readonly<Record<number, (call: UemCall) => UemAnswer>>;
  readonly writes?: boolean;
}

function limitRate(system: WorkspaceOneSystem, tenant: WorkspaceOneTenant, reply: FastifyReply): void {
  const { remaining, resetAtS } = system.rates.count(tenant.id, tenant.behaviour.rateLimitPerMinute);
  const headers = {
    'x-ratelimit-limit': String(tenant.behaviour.rateLimitPerMinute),
    'x-ratelimit-remaining': String(Math.max(0, remaining)),
    'x-ratelimit-reset': String(resetAtS),
  };
  reply.headers(headers);
  if (remaining < 0) {
    throw new Refusal(429, uemErrorBody(429, 'API rate limit exceeded.'), headers);
  }
}

function callOf(tenant: WorkspaceOneTenant, request: FastifyRequest): UemCall {
  const query = Object.entries(request.query as Record<string, unknown>).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name.toLowerCase(), value] as const] : [],
  );
  return { tenant, request, params: request.params as Record<string, string>, query: new Map(query) };
}

function send(answer: UemAnswer, wantsJson: boolean, reply: FastifyReply): FastifyReply {
  if (answer === 'no-content' || answer === 'accepted') {
    return reply.code(answer === 'accepted' ? 202 : 204).send();
  }
  return wantsJson
    ? reply.type('application/json; charset=utf-8').send(answer)
    : reply.type('application/xml; charset=utf-8').send(toXml(answer));
}

export function uemRoute(server: FastifyInstance, system: WorkspaceOneSystem, route: UemRoute): void {
  server.route({
    method: route.method,
    url: route.path,
    handler: async (request, reply) => {
      const tenant = await authenticate(system, request);
      contextOf(request).tenantId = tenant.id;
      limitRate(system, tenant, reply);
      const accepted = acceptedVersion(request.headers.accept);
      const handle = route.versions[accepted.version];
      if (handle === undefined) {
        throw uemError(406, 406, `Version ${accepted.version} of this resource does not exist.`);
      }
      if (route.writes === true && !tenant.mayWrite) {
        throw uemError(403, 1011, 'The user does not have the permission.');
      }
      return send(handle(callOf(tenant, request)), accepted.isJson, reply);
    },
  });
}
