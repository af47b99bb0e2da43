import type { ReplyOf, RequestContract, RequestOf } from '@mdm-gate/contracts';
import { mark, markedMethods, type Controllers, type MarkedMethod } from '../nest/marked-methods.ts';
import type { MessageContext } from './message-context.ts';

const answers = Symbol('answers');

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
    mark(answers, contract)(target, key, descriptor);
  };

/** The methods that answer requests, each with its contract. */
export const answeringMethods = (controllers: Controllers): readonly MarkedMethod<RequestContract>[] =>
  markedMethods(controllers, answers);
