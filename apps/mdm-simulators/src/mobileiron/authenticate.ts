import { timingSafeEqual } from 'node:crypto';
import { type FastifyRequest } from 'fastify';
import { Refusal } from '../vendor/refusal.ts';
import { contextOf } from '../vendor/request-context.ts';
import { mobileironErrorBody } from './mobileiron-error.ts';
import { type MobileironSystem } from './mobileiron.system.ts';
import { type MobileironTenant, type Product } from './mobileiron.state.ts';

function same(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function refuse(request: FastifyRequest, status: number, message: string): never {
  throw new Refusal(status, mobileironErrorBody(request.url, message));
}

function admits(system: MobileironSystem, tenant: MobileironTenant, secret: string): boolean {
  const { userName, password, behaviour } = tenant;
  return (
    !system.faults.has('expired-credentials') &&
    system.lockouts.admits(userName, same(secret, password), behaviour.locksAfter)
  );
}

/** The caller's tenant: HTTP Basic and nothing else. The paths of the other product do not exist for it. */
export function authenticate(
  system: MobileironSystem,
  request: FastifyRequest,
  products: readonly Product[],
): MobileironTenant {
  const basic = /^Basic (.+)$/u.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const [name, ...secret] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  const tenant = system.tenants().find(({ userName }) => userName === name);
  if (tenant === undefined || !admits(system, tenant, secret.join(':'))) {
    return refuse(request, 401, 'Unauthorized');
  }
  contextOf(request).tenantId = tenant.id;
  if (!products.includes(tenant.product)) {
    return refuse(request, 404, 'Not Found');
  }
  if (tenant.behaviour.suspended) {
    return refuse(
      request,
      401,
      'Access denied. Your Evaluation License has expired. Please contact support.',
    );
  }
  return tenant;
}
