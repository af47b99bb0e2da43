import type { z } from 'zod';
import type { ServiceName } from './identifiers.ts';

/** A request/reply of plain JSON on core NATS, answered by one replica of a service. */
export interface RequestContract<Request extends z.ZodType = z.ZodType, Reply extends z.ZodType = z.ZodType> {
  readonly subject: string;
  /** Also the queue group and the name of the NATS service. */
  readonly answeredBy: ServiceName;
  readonly mayBeCalledBy: readonly (ServiceName | 'internal-services')[];
  readonly description: string;
  readonly request: Request;
  /** What is larger is refused unread; as much as a message may have unless set. */
  readonly requestBytesMax?: number;
  readonly reply: Reply;
  /** What holds a secret: it crosses NATS sealed for its one reader, who answers or asks. */
  readonly secretIn?: 'request' | 'reply';
}

export type RequestOf<Contract extends RequestContract> = z.infer<Contract['request']>;
export type ReplyOf<Contract extends RequestContract> = z.infer<Contract['reply']>;

export const defineRequest = <const Contract extends RequestContract>(contract: Contract): Contract =>
  contract;
