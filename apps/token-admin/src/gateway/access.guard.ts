import { CodedError } from '@mdm-gate/service-kit';
import type { RouteContract } from '@mdm-gate/contracts';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { notFound } from '../organization/load-organization.ts';
import { Authentication, type Authenticated } from './authentication.ts';
import { accessVerdict, type AccessVerdict } from './caller.ts';
import { admit } from './call.ts';
import { RateLimiter } from './rate-limiter.ts';
import { RefusalPace } from './refusals/refusal-pace.ts';
import { publicPageMetadata, routeMetadata } from './serves.ts';

/** Lets in whom the contract of the route lets in. A route without a declared access rule lets nobody in. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authentication: Authentication,
    private readonly rateLimiter: RateLimiter,
    private readonly pace: RefusalPace,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    // Only the gateway is guarded here: what comes over NATS is let in by the permissions of NATS.
    if (context.getType() !== 'http') return true;
    const handler = context.getHandler();
    if (this.reflector.get<boolean | undefined>(publicPageMetadata, handler) === true) return true;
    const contract = this.reflector.get<RouteContract | undefined>(routeMetadata, handler);
    if (contract === undefined) throw new CodedError('forbidden', 'The route declares no access rule');
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { caller, session } = await this.#authenticate(request);
    await this.#paced(caller.id, () => {
      this.rateLimiter.take(caller.id);
    });
    admit(request, { contract, caller, session });
    const { organizationId } = request.params as { organizationId?: string };
    await this.#paced(caller.id, () => {
      refuseUnless(accessVerdict(caller, contract.access, organizationId));
    });
    return true;
  }

  /** Whose answers are held back is the address that it comes from, as long as nobody vouches for more. */
  async #authenticate(request: FastifyRequest): Promise<Authenticated> {
    try {
      return await this.authentication.authenticate(request);
    } catch (error) {
      await this.pace.turn(`address ${request.ip}`);
      throw error;
    }
  }

  /** Somebody who is refused all the time is told so slowly. */
  async #paced(callerId: string, check: () => void): Promise<void> {
    try {
      check();
    } catch (error) {
      await this.pace.turn(`caller ${callerId}`);
      throw error;
    }
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
