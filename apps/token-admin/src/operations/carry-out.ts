import type { ReplyOf, RequestContract, RequestOf } from '@mdm-gate/contracts';
import { SealedBox } from '@mdm-gate/encryption';
import { CodedError } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { AuditContent, Cause } from '../audit/audit-row.ts';
import type { Gate } from '../impact/gate.ts';
import { connectionChange } from '../organization/connection-book.ts';
import type { Change } from '../organization/change.ts';
import { OrganizationChanges } from '../organization/organization-changes.ts';
import type { OrganizationState } from '../organization/organization-state.ts';
import { refuseIf } from '../token/refuse-if.ts';
import type { Refusal } from '../token/token-rules.ts';
import type { Act, Acted } from './act.ts';
import { Asking } from './asking.ts';
import { inDoubt } from './in-doubt.ts';
import { OperationEntity } from './operation.entity.ts';
import { handOver, isUnderWay } from './operation-rows.ts';
import { onRecord } from './on-record.ts';

/** What is to be done, for whom, and what the audit says of it. */
export interface Intended<Contract extends RequestContract> {
  readonly organizationId: string;
  readonly cause: Cause;
  readonly subjectId: string | null;
  readonly request: RequestOf<Contract>;
  /** What it is like now, and what is wanted; no secrets. */
  readonly before?: AuditContent;
  readonly wanted?: AuditContent;
  /** Under the organization's lock, together with all that is under way. */
  readonly whyNot?: (state: OrganizationState) => Refusal | null;
  /** What it will come to here, and how that is let through if it halts devices. */
  readonly judgedAs?: (state: OrganizationState) => Change | null;
  readonly gate?: Gate;
}

/** `under-way`: nobody knows whether it has been done; it goes on until that is known. */
export type Carried<Contract extends RequestContract> =
  | { readonly state: 'done'; readonly reply: ReplyOf<Contract> }
  | { readonly state: 'under-way'; readonly operation: OperationEntity };

export type Attempted<Contract extends RequestContract> =
  { readonly state: 'done'; readonly reply: ReplyOf<Contract> } | { readonly state: 'under-way' };

/** As much of an operation as an attempt at it needs. */
export interface Attempt<Contract extends RequestContract> {
  readonly organizationId: string;
  readonly cause: Cause;
  readonly subjectId: string | null;
  readonly before: AuditContent | null;
  readonly request: RequestOf<Contract>;
  readonly attempts: number;
}

/** Longer than the calls around a request take: within it nobody else takes over. */
const leaseBesideRequestMs = 10_000;

export const requestBinding = (operationId: string): readonly string[] => ['operation', operationId];

/**
 * Whatever has an effect in another service: its intent is committed first, then it is done, then its outcome is
 * recorded. Whoever dies in between leaves the intent, and another replica goes on from there. Two that exclude one
 * another cannot both begin, because the intent is committed under the organization's lock.
 */
@Injectable()
export class CarryOut {
  constructor(
    private readonly dataSource: DataSource,
    private readonly changes: OrganizationChanges,
    private readonly asking: Asking,
    private readonly sealedBox: SealedBox,
  ) {}

  /** Throws what it was refused with, here or there; nothing was changed then. */
  async carryOut<Contract extends RequestContract>(
    act: Act<Contract>,
    intended: Intended<Contract>,
  ): Promise<Carried<Contract>> {
    const { organizationId, cause, subjectId, request, before = null } = intended;
    if (!(await this.#begin(act, intended))) {
      const { state, reply } = await this.#find(cause.operationId);
      if (state === 'done' && reply !== null) return { state, reply: reply as ReplyOf<Contract> };
    }
    const attempt = { organizationId, cause, subjectId, before, request, attempts: 1 };
    const attempted = await this.attempt(act, attempt);
    if (attempted.state === 'done') return attempted;
    await handOver(this.dataSource.manager, cause.operationId);
    return { state: 'under-way', operation: await this.#find(cause.operationId) };
  }

  /** Asks once, and records what came of it. Throws what it was refused with. */
  async attempt<Contract extends RequestContract>(
    act: Act<Contract>,
    attempt: Attempt<Contract>,
  ): Promise<Attempted<Contract>> {
    let wasSent = false;
    try {
      this.asking.requireWay();
      wasSent = true;
      const reply = await this.asking.ask(act, attempt.request, attempt.cause.correlationId);
      return await this.#done(act, attempt, reply);
    } catch (error) {
      const maybeDone = wasSent || attempt.attempts > 1;
      if (act.whenInDoubt === 'repeat' && maybeDone && inDoubt(error, attempt.attempts))
        return { state: 'under-way' };
      throw await this.#failed(act, attempt, error);
    }
  }

  /** Nobody waits for it any more, and it is of no use to anybody else. */
  async giveUp(act: Act, attempt: Attempt<RequestContract>): Promise<void> {
    await this.#failed(act, attempt, new CodedError('outcome-unknown'));
  }

  /** False when it has been begun before, by an earlier try of the same request. */
  async #begin<Contract extends RequestContract>(
    act: Act<Contract>,
    { organizationId, cause, subjectId, request, ...intended }: Intended<Contract>,
  ): Promise<boolean> {
    const { action, timeoutMs } = act;
    const { before = null, wanted = null, whyNot, judgedAs, gate } = intended;
    const sealedRequest = this.sealedBox.seal(JSON.stringify(request), requestBinding(cause.operationId));
    const { made } = await this.changes.make({
      organizationId,
      cause,
      decide: (state) => {
        if (isUnderWay(state, cause.operationId)) return null;
        refuseIf(whyNot?.(state) ?? null);
        const comesTo = judgedAs?.(state) ?? null;
        return {
          ...(comesTo === null || gate === undefined ? {} : { judgedAs: comesTo, gate }),
          announcement: null,
          audit: { action, outcome: 'intended', subjectId, before, after: wanted },
          begins: { action, subjectId, before, sealedRequest, leaseMs: timeoutMs + leaseBesideRequestMs },
        };
      },
    });
    return made;
  }

  /** What cannot be recorded now was done all the same: it stays under way, and whoever goes on is answered alike. */
  async #done<Contract extends RequestContract>(
    act: Act<Contract>,
    attempt: Attempt<Contract>,
    reply: ReplyOf<Contract>,
  ): Promise<Attempted<Contract>> {
    const { organizationId, cause } = attempt;
    const kept = act.isReplySecret === true ? null : (reply as object);
    const ends = { operationId: cause.operationId, state: 'done', failureCode: null, reply: kept } as const;
    try {
      await this.changes.make({
        organizationId,
        cause,
        decide: (state) =>
          isUnderWay(state, cause.operationId)
            ? { ...concluded(act, attempt, { state, reply }), ends }
            : null,
      });
    } catch (error) {
      if (act.whenInDoubt === 'tell') throw error;
      return { state: 'under-way' };
    }
    return { state: 'done', reply };
  }

  /** The error, once it is on record. */
  async #failed<Contract extends RequestContract>(
    { action }: Act<Contract>,
    { organizationId, cause, subjectId, before }: Attempt<Contract>,
    error: unknown,
  ): Promise<unknown> {
    const { code, status } = error instanceof CodedError ? error : new CodedError('internal-error');
    const { operationId } = cause;
    await this.changes.make({
      organizationId,
      cause,
      decide: (state) =>
        isUnderWay(state, operationId)
          ? {
              announcement: null,
              audit: {
                action,
                outcome: status < 500 ? 'refused' : 'failed',
                subjectId,
                before,
                after: { code },
              },
              ends: { operationId, state: 'failed', failureCode: code, reply: null },
            }
          : null,
    });
    return onRecord(error);
  }

  #find(operationId: string): Promise<OperationEntity> {
    return this.dataSource.manager.findOneByOrFail(OperationEntity, { operationId });
  }
}

/** What follows here from what was done there. */
const concluded = <Contract extends RequestContract>(
  act: Act<Contract>,
  { organizationId, subjectId, before, request }: Attempt<Contract>,
  { state, reply }: { readonly state: OrganizationState; readonly reply: ReplyOf<Contract> },
): Change => {
  const acted: Acted<Contract> = { request, reply };
  const after = act.after(acted);
  const audit = { action: act.action, subjectId, before, after };
  const connection = act.connection?.(acted);
  if (connection === undefined) return { announcement: null, audit };
  const learnt = { organizationId, ...connection, before, details: after };
  return connectionChange(state, learnt) ?? { announcement: null, audit };
};
