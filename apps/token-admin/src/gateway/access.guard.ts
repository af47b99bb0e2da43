import { CodedError } from '@mdm-gate/service-kit';
import type { RouteContract } from '@mdm-gate/contracts';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { notFound } from '../organization/load-organization.ts';
import { Authentication } from './authentication.ts';
import { accessVerdict, hasRoles, type AccessVerdict } from './caller.ts';
import { admit, type Admission } from './call.ts';
import { RateLimiter } from './rate-limiter.ts';
import { publicPageMetadata, routeMetadata } from './serves.ts';

/** Whoever has no role has little to ask for: a hundredth of what others may. */
const strangersShare = 100;

/** Lets in whom the contract of the route lets in. A route without a declared access rule lets nobody in. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authentication: Authentication,
    private readonly rateLimiter: RateLimiter,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    // Only the gateway is guarded here: what comes over NATS is let in by the permissions of NATS.
    if (context.getType() !== 'http') return true;
    const handler = context.getHandler();
    if (this.reflector.get<boolean | undefined>(publicPageMetadata, handler) === true) return true;
    const contract = this.reflector.get<RouteContract | undefined>(routeMetadata, handler);
    if (contract === undefined) throw new CodedError('forbidden', 'The route declares no access rule');
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { caller, session } = await this.authentication.authenticate(request);
    const admission: Admission = { contract, caller, session, isLetIn: false };
    admit(request, admission);
    this.rateLimiter.take(caller.id, hasRoles(caller) ? 1 : strangersShare);
    const { organizationId } = request.params as { organizationId?: string };
    refuseUnless(accessVerdict(caller, contract.access, organizationId));
    admission.isLetIn = true;
    return true;
  }
}

const refuseUnless = (verdict: AccessVerdict): void => {
  switch (verdict) {
    case 'allowed':
      return;
    case 'forbidden':
      throw new CodedError('forbidden');
    case 'unknown':
      throw notFound();
  }
};
