import { randomUUID } from 'node:crypto';
import { type FastifyRequest } from 'fastify';
import { Refusal } from '../vendor/refusal.ts';
import { graphErrorBody, intuneError } from './graph-error.ts';
import { type IntuneTenant } from './intune.state.ts';

/** Multi Admin Approval: a write without justification is refused, with one it waits, which is what 412 means here. */
export function requireApproval(tenant: IntuneTenant, request: FastifyRequest): void {
  if (!tenant.behaviour.multiAdminApproval) {
    return;
  }
  if (request.headers['x-msft-approval-justification'] === undefined) {
    throw intuneError(403, "Header 'x-msft-approval-justification' is required to request approval");
  }
  throw new Refusal(412, graphErrorBody(412, 'The request waits for approval.', 'BadRequest'), {
    'x-msft-approval-code': randomUUID(),
  });
}
