import type { Readable } from 'node:stream';
import { Digester, SealedBox } from '@mdm-gate/encryption';
import { Clock, CodedError, parseOrRefuse } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, LessThan } from 'typeorm';
import { z } from 'zod';
import type { CallTo } from '../call.ts';
import { answersKeptMs } from './forget-old-answers.ts';
import { IdempotentAnswerEntity } from './idempotent-answer.entity.ts';

/** What a handler answered, before it is checked against its contract. */
export interface StoredAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly version?: number;
  readonly location?: string;
  /** Only in answers to a GET, which are not kept. */
  readonly stream?: Readable;
}

const underWay = 202;

const keySchema = z.string().regex(/^[\x21-\x7e]{1,255}$/, 'printable ASCII, 1 to 255 characters');

/**
 * Answers a repeated POST as it was answered the first time. The answer of a success is kept for a day. A refusal is
 * not kept: it has changed nothing, and the next try is judged anew. Nor is the answer that something is under way: the
 * next try goes on with it. Nor is what may hold a token's value: its handler answers each try anew, and says so in the
 * audit trail. When a process dies between change and answer,
 * the next try runs the handler again under the same operation id, and every handler knows what it has done under it.
 */
@Injectable()
export class IdempotentAnswers {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sealedBox: SealedBox,
    private readonly digester: Digester,
    private readonly clock: Clock,
  ) {}

  async once(
    call: CallTo,
    headers: Readonly<Record<string, string | string[] | undefined>>,
    handle: (call: CallTo) => Promise<StoredAnswer>,
  ): Promise<StoredAnswer> {
    const given = headers['idempotency-key'];
    if (given === undefined || call.contract.method !== 'POST') return handle(call);
    const key = parseOrRefuse(keySchema, given, 'The Idempotency-Key');
    const row = await this.#begin(call, key);
    if (row.sealedAnswer !== null) return this.#open(row);
    const answer = await handle({ ...call, cause: { ...call.cause, operationId: row.operationId } });
    return call.contract.discloses === true || answer.status === underWay ? answer : this.#keep(row, answer);
  }

  /** One statement for what is asked for the first time: a change that many wait for waits for little else. */
  async #begin(call: CallTo, key: string): Promise<IdempotentAnswerEntity> {
    const row = this.#newRow(call, key);
    if (await this.#isNew(row)) return row;
    const { callerId, createdAt } = row;
    const { manager } = this.dataSource;
    const expired = { callerId, key, createdAt: LessThan(new Date(createdAt.getTime() - answersKeptMs)) };
    const { affected } = await manager.delete(IdempotentAnswerEntity, expired);
    if (affected === 1 && (await this.#isNew(row))) return row;
    const stored = await manager.findOneByOrFail(IdempotentAnswerEntity, { callerId, key });
    const digest = this.digester.digestWith(stored.digestKeyId, contentOf(call));
    if (stored.requestDigest !== digest) throw new CodedError('idempotency-key-reused');
    return stored;
  }

  #newRow(call: CallTo, key: string): IdempotentAnswerEntity {
    const { digest: requestDigest, digestKeyId } = this.digester.digest(contentOf(call));
    const { operationId } = call.cause;
    const createdAt = this.clock.now();
    return {
      callerId: call.caller.id,
      key,
      requestDigest,
      digestKeyId,
      operationId,
      sealedAnswer: null,
      createdAt,
    };
  }

  async #isNew(row: IdempotentAnswerEntity): Promise<boolean> {
    const insert = this.dataSource.manager.createQueryBuilder().insert().into(IdempotentAnswerEntity);
    const inserted = await insert.values(row).orIgnore().returning(['key']).execute();
    return isOneRow(inserted.raw);
  }

  /** Two tries at once: the answer that was kept first is the answer. */
  async #keep(row: IdempotentAnswerEntity, answer: StoredAnswer): Promise<StoredAnswer> {
    const { callerId, key } = row;
    const { manager } = this.dataSource;
    const sealedAnswer = this.sealedBox.seal(JSON.stringify(answer), binding(row));
    const unanswered = { callerId, key, sealedAnswer: IsNull() };
    const { affected } = await manager.update(IdempotentAnswerEntity, unanswered, { sealedAnswer });
    if (affected === 1) return answer;
    return this.#open(await manager.findOneByOrFail(IdempotentAnswerEntity, { callerId, key }));
  }

  #open(row: IdempotentAnswerEntity): StoredAnswer {
    if (row.sealedAnswer === null) throw new CodedError('internal-error', 'An answer was lost');
    return JSON.parse(this.sealedBox.open(row.sealedAnswer, binding(row))) as StoredAnswer;
  }
}

const isOneRow = (raw: unknown): boolean => Array.isArray(raw) && raw.length === 1;

const binding = ({ callerId, key }: IdempotentAnswerEntity): readonly string[] => [
  'idempotent-answer',
  callerId,
  key,
];

/** What makes two requests the same: operation, path, body and the version that the caller has seen. */
const contentOf = ({ contract, params, body, versions }: CallTo): string =>
  JSON.stringify([contract.operationId, params, body, versions]);
