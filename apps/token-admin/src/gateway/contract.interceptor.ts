import { CodedError } from '@mdm-gate/service-kit';
import {
  Injectable,
  StreamableFile,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { defer, lastValueFrom, type Observable } from 'rxjs';
import type { RouteContract } from '@mdm-gate/contracts';
import { admissionOf } from './call.ts';
import { entityTag } from './entity-tags.ts';
import { IdempotentAnswers, type StoredAnswer } from './idempotency/idempotent-answers.ts';
import { readCall } from './read-call.ts';
import { apiPrefix } from './serves.ts';
import { withinTraceOf } from './trace-requests.ts';

/** Between the route and its handler: checks what comes in and what goes out against the contract. */
@Injectable()
export class ContractInterceptor implements NestInterceptor {
  constructor(private readonly idempotentAnswers: IdempotentAnswers) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const admission = admissionOf(request);
    if (admission === undefined) return next.handle();
    return defer(() =>
      withinTraceOf(request, async () => {
        const given = readCall(admission, request);
        const answer = await this.idempotentAnswers.once(given, request.headers, (call) => {
          admission.call = call;
          return lastValueFrom(next.handle()) as Promise<StoredAnswer>;
        });
        return send(admission.contract, answer, context.switchToHttp().getResponse<FastifyReply>());
      }),
    );
  }
}

const send = (contract: RouteContract, answer: StoredAnswer, reply: FastifyReply): unknown => {
  const declared = contract.replies[answer.status];
  if (declared === undefined)
    throw new CodedError('internal-error', 'An answer that the contract does not have');
  reply.status(answer.status);
  if (answer.stream !== undefined) {
    const { mediaType = 'application/json' } = declared;
    return new StreamableFile(answer.stream, { type: mediaType });
  }
  if (answer.location !== undefined) reply.header('location', `${apiPrefix}${answer.location}`);
  if (answer.version !== undefined) reply.header('etag', entityTag(answer.version));
  // Parsing leaves out what the contract does not name: nothing slips out by being in a row or a reply.
  return answer.body === null ? undefined : declared.schema.parse(answer.body);
};
