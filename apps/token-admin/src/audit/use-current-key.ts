import type { Clock, Loops, SupervisedLoop } from '@mdm-gate/service-kit';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { schema } from '../database/schema.ts';
import { lockOrganization, saveOrganization } from '../organization/load-organization.ts';
import type { AuditKeys } from './audit-keys.ts';
import type { AuditTrail } from './audit-trail.ts';

/** Organizations whose last audit row is not under this key. */
const othersStatement = `
  SELECT organization_id AS "organizationId", event.key_id AS "keyId"
  FROM ${schema}.organizations
  JOIN ${schema}.audit_events event USING (organization_id)
  WHERE event.sequence = audit_sequence AND event.key_id IS DISTINCT FROM $1`;

interface OtherChain {
  readonly organizationId: string;
  readonly keyId: string | null;
}

const intervalMs = 3_600_000;
/** 100,000 organizations, each with a transaction of its own. */
const roundTimeoutMs = 60 * 60_000;

/**
 * At start and once an hour, goes on with every chain under the current audit key, by a row that names the key before: a chain from
 * before there were keys is linked to by the first keyed row, and after a rotation the former key makes no more ends.
 */
export class UseCurrentKey implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: SupervisedLoop;

  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditTrail,
    private readonly keys: AuditKeys,
    private readonly options: { readonly clock: Clock; readonly loops: Loops },
  ) {
    const round = (signal: AbortSignal) => this.#round(signal);
    this.#loop = options.loops.add({ name: 'use-current-audit-key', intervalMs, roundTimeoutMs, round });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  async #round(signal: AbortSignal): Promise<undefined> {
    const chains = await this.dataSource.query<OtherChain[]>(othersStatement, [this.keys.currentKeyId]);
    for (const chain of chains) if (!signal.aborted) await this.#use(chain);
  }

  async #use({ organizationId, keyId }: OtherChain): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const organization = await lockOrganization(manager, organizationId);
      const { auditSequence: events, auditHash: headHash } = organization;
      const entry = {
        action: 'useAuditKey',
        outcome: 'allowed' as const,
        subjectId: null,
        before: { keyId, events, headHash },
        after: { keyId: this.keys.currentKeyId },
        cause: {
          actor: { type: 'service' as const, id: 'token-admin' },
          operationId: uuidv7(),
          correlationId: uuidv7(),
          sourceAddress: null,
        },
      };
      await this.audit.append(manager, organization, entry, this.options.clock.now());
      await saveOrganization(manager, organization);
    });
  }
}
