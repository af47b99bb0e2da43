import type { ErrorCode, OperationState } from '@mdm-gate/contracts';
import type { Sealed } from '@mdm-gate/encryption';
import type { EntityManager } from 'typeorm';
import type { AuditContent, Cause } from '../audit/audit-row.ts';
import { schema } from '../database/schema.ts';
import { OperationEntity } from './operation.entity.ts';

/** As much of an operation that is under way as the rules look at. */
export interface OperationUnderWay {
  readonly operationId: string;
  readonly action: string;
  readonly subjectId: string | null;
}

export const isUnderWay = (
  { underWay }: { readonly underWay: readonly OperationUnderWay[] },
  operationId: string,
): boolean => underWay.some((operation) => operation.operationId === operationId);

/** An operation that begins with a change, in the transaction of the change. */
export interface NewOperation {
  readonly action: string;
  readonly subjectId: string | null;
  readonly before: AuditContent | null;
  /** Null when what is to be done is that the change takes effect. */
  readonly sealedRequest: Sealed | null;
  /** How long whoever began it may take before another takes over. */
  readonly leaseMs: number;
}

/** How an operation ends, in the transaction of what follows from it. */
export interface EndOfOperation {
  readonly operationId: string;
  readonly state: Exclude<OperationState, 'under-way'>;
  readonly failureCode: ErrorCode | null;
  readonly reply: object | null;
}

export interface OperationChange {
  readonly begins?: NewOperation;
  readonly ends?: EndOfOperation;
}

const inMs = (milliseconds: string): string => `now() + ${milliseconds} * interval '1 millisecond'`;

/** One that failed may be tried again under its id: that it failed has changed nothing. */
const beginStatement = `
  INSERT INTO ${schema}.operations AS operation
    (operation_id, organization_id, action, subject_id, actor, correlation_id, source_address, state,
     active_set_version, before, sealed_request, attempts, next_attempt_at, started_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, 'under-way', $8, $9, $10, 1, ${inMs('$11')}, $12)
  ON CONFLICT (operation_id) DO UPDATE SET
    state = 'under-way', failure_code = NULL, ended_at = NULL, before = excluded.before,
    sealed_request = excluded.sealed_request, attempts = 1, next_attempt_at = excluded.next_attempt_at
  WHERE operation.state = 'failed'`;

export interface Beginning {
  readonly organizationId: string;
  readonly cause: Cause;
  /** Of the active set after the change. */
  readonly version: number;
  readonly now: Date;
}

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

export const beginOperation = async (
  manager: EntityManager,
  { action, subjectId, before, sealedRequest, leaseMs }: NewOperation,
  { organizationId, cause, version, now }: Beginning,
): Promise<void> => {
  const { operationId, actor, correlationId, sourceAddress } = cause;
  const what = [operationId, organizationId, action, subjectId];
  const by = [json(actor), correlationId, sourceAddress];
  const activeSetVersion = sealedRequest === null ? version : null;
  const how = [activeSetVersion, json(before), json(sealedRequest), leaseMs, now];
  await manager.query(beginStatement, [...what, ...by, ...how]);
};

export const endOperation = async (
  manager: EntityManager,
  { operationId, state, failureCode, reply }: EndOfOperation,
  endedAt: Date,
): Promise<void> => {
  await manager.update(
    OperationEntity,
    { operationId, state: 'under-way' },
    { state, failureCode, endedAt, sealedRequest: null, reply },
  );
};

/** Whoever began it answers its caller and does no more: from now on any replica may go on. */
export const handOver = async (manager: EntityManager, operationId: string): Promise<void> => {
  await manager.update(
    OperationEntity,
    { operationId, state: 'under-way' },
    { nextAttemptAt: () => "now() + interval '1 second'" },
  );
};

/** A version that is in effect is so with all that came before it. */
export const endEffective = async (
  manager: EntityManager,
  { organizationId, version }: { readonly organizationId: string; readonly version: number },
  endedAt: Date,
): Promise<void> => {
  await manager.query(
    `UPDATE ${schema}.operations SET state = 'effective', ended_at = $3
     WHERE organization_id = $1 AND state = 'under-way' AND active_set_version <= $2`,
    [organizationId, version, endedAt],
  );
};

/** What was changed and may not be in effect yet: tokens, and rotations. */
export const subjectsNotEffective = async (
  manager: EntityManager,
  organizationId: string,
): Promise<ReadonlySet<string>> => {
  const rows = await manager.query<{ subject: string }[]>(
    `SELECT subject_id AS subject FROM ${schema}.operations
     WHERE organization_id = $1 AND state = 'under-way' AND active_set_version IS NOT NULL`,
    [organizationId],
  );
  return new Set(rows.map(({ subject }) => subject));
};

const claimStatement = `
  UPDATE ${schema}.operations SET attempts = attempts + 1, next_attempt_at = ${inMs('least($2 * 2 ^ least(attempts, 20), $3)')}
  WHERE operation_id IN (
    SELECT operation_id FROM ${schema}.operations WHERE state = 'under-way' AND next_attempt_at <= now()
    ORDER BY next_attempt_at LIMIT $1 FOR UPDATE SKIP LOCKED
  )
  RETURNING operation_id AS "operationId"`;

export interface Claiming {
  readonly atOnce: number;
  readonly leaseMs: number;
  readonly pauseMsMax: number;
}

/** Operations whose turn it is: no other replica takes them until the pause is over, which grows with every attempt. */
export const claimOperations = async (
  manager: EntityManager,
  { atOnce, leaseMs, pauseMsMax }: Claiming,
): Promise<readonly OperationEntity[]> => {
  const [claimed] = await manager.query<[{ operationId: string }[], number]>(claimStatement, [
    atOnce,
    leaseMs,
    pauseMsMax,
  ]);
  const found = claimed.map(({ operationId }) => manager.findOneBy(OperationEntity, { operationId }));
  return (await Promise.all(found)).filter((operation) => operation !== null);
};
