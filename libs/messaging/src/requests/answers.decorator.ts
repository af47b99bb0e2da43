import type { ReplyOf, RequestContract, RequestOf } from '@mdm-gate/contracts';
import { MessagePattern } from '@nestjs/microservices';
import { handlerMethod } from '../nest/handler-method.ts';
import { natsTransport } from '../nest/transport-id.ts';
import type { MessageContext } from './message-context.ts';

/** What `@Answers` leaves for the transport to find. */
export interface AnswersExtras {
  readonly answers: RequestContract;
}

/**
 * The method answers a request of the catalogue: `(request, context)`, where the request has been checked against the
 * contract. What it throws as a CodedError the caller gets; anything else the caller sees as `internal-error`.
 */
export const Answers =
  <Contract extends RequestContract>(contract: Contract) =>
  <
    Method extends (
      request: RequestOf<Contract>,
      context: MessageContext,
    ) => ReplyOf<Contract> | Promise<ReplyOf<Contract>>,
  >(
    target: object,
    key: string | symbol,
    descriptor: TypedPropertyDescriptor<Method>,
  ): void => {
    handlerMethod(target, key, descriptor);
    const extras: AnswersExtras = { answers: contract };
    MessagePattern(contract.subject, natsTransport, extras)(target, key, descriptor);
  };
