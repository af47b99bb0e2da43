import { type FastifyRequest } from 'fastify';
import { readAccessToken } from '../vendor/access-token.ts';
import { contextOf } from '../vendor/request-context.ts';
import { graphError, intuneError } from './graph-error.ts';
import { type IntuneSystem } from './intune.system.ts';
import { type IntuneTenant } from './intune.state.ts';

function tenantOfToken(
  system: IntuneSystem,
  token: string,
): { tenant: IntuneTenant; roles: string[] } | null {
  const claims = readAccessToken(token, (id) => system.tenant(id)?.signingKey, Date.now());
  const tenant = claims === null ? undefined : system.tenant(claims.tenant);
  return claims === null || tenant === undefined ? null : { tenant, roles: claims.roles };
}

/** The caller's tenant. Throws Graph's 401, 403 with the roles that would do, 429, or 400 without a licence. */
export function authorize(
  system: IntuneSystem,
  request: FastifyRequest,
  roles: readonly string[],
): IntuneTenant {
  const token = /^Bearer (.+)$/u.exec(request.headers.authorization ?? '')?.[1];
  const caller = token === undefined ? null : tenantOfToken(system, token);
  if (caller === null || system.faults.has('expired-access-tokens')) {
    throw graphError(401, 'Access token has expired or is not yet valid.');
  }
  contextOf(request).tenantId = caller.tenant.id;
  if (!roles.some((role) => caller.roles.includes(role))) {
    throw intuneError(
      403,
      'Application is not authorized to perform this operation. ' +
        `Application must have one of the following scopes: ${roles.join(', ')}`,
    );
  }
  system.throttle.count(caller.tenant, request.method);
  if (!caller.tenant.behaviour.licensed) {
    throw graphError(400, 'Request not applicable to target tenant.');
  }
  return caller.tenant;
}
