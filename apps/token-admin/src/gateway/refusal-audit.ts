import { organizationIdSchema, uuidSchema, type ErrorCode } from '@mdm-gate/contracts';
import { CodedError, type Clock, type Logger } from '@mdm-gate/service-kit';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { v7 as uuidv7 } from 'uuid';
import type { DataSource } from 'typeorm';
import type { AuditEntry, Cause } from '../audit/audit-row.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import { lockOrganization, saveOrganization } from '../organization/load-organization.ts';
import type { Admission } from './call.ts';
import type { Caller } from './caller.ts';

/** Refusals that say somebody tried what they may not do, or what the rules forbid; the others are slips of the pen. */
const recorded: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'conflict',
  'forbidden',
  'idempotency-key-reused',
  'last-active-token',
  'mdm-connection-unknown',
  'mdm-integration-required',
  'not-found',
  'organization-exists',
  'precondition-failed',
  'token-already-revoked',
  'token-value-in-use',
  'too-many-tokens',
  'would-halt-devices',
]);

/** Records who was refused a change or a reveal of an organization. */
export class RefusalAudit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Never throws: the refusal stands, recorded or not. */
  async record(request: FastifyRequest, { contract, caller }: Admission, error: CodedError): Promise<void> {
    const params = paramsSchema.safeParse(request.params);
    if (contract.method === 'GET' || !recorded.has(error.code) || !params.success) return;
    const { organizationId, subjectId } = params.data;
    const entry = {
      action: contract.operationId,
      outcome: 'refused' as const,
      subjectId,
      before: null,
      after: { code: error.code },
      cause: causeOf(request, caller),
    };
    try {
      await this.#append(organizationId, entry);
    } catch (failure) {
      if (failure instanceof CodedError && failure.code === 'not-found') return;
      this.logger.error(
        { correlationId: request.id, action: entry.action },
        'a refusal could not be recorded',
      );
    }
  }

  async #append(organizationId: string, entry: AuditEntry & { readonly cause: Cause }): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const organization = await lockOrganization(manager, organizationId);
      await this.audit.append(manager, organization, entry, this.clock.now());
      await saveOrganization(manager, organization);
    });
  }
}

const idSchema = uuidSchema.optional().catch(undefined);
const paramsSchema = z
  .object({ organizationId: organizationIdSchema, tokenId: idSchema, connectionId: idSchema })
  .transform(({ organizationId, tokenId, connectionId }) => ({
    organizationId,
    subjectId: tokenId ?? connectionId ?? null,
  }));

const causeOf = (request: FastifyRequest, caller: Caller): Cause => ({
  actor: { type: 'admin', id: caller.id },
  operationId: uuidv7(),
  correlationId: request.id,
  sourceAddress: request.ip,
});
