import type { Readable } from 'node:stream';
import type { RouteContract } from '@mdm-gate/contracts';
import { CodedError } from '@mdm-gate/service-kit';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Cause } from '../audit/audit-row.ts';
import type { Caller } from './caller.ts';
import type { ConsoleSessionEntity } from './console-session/console-session.entity.ts';
import type { SeenVersions } from './entity-tags.ts';

type ParameterOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterOf<Rest>
  : never;

/** A request that has been let in and whose input has been checked. */
export interface CallTo<Contract extends RouteContract = RouteContract> {
  readonly contract: Contract;
  readonly params: Readonly<Record<ParameterOf<Contract['path']>, string>>;
  readonly query: Contract extends { query: infer Query extends z.ZodType } ? z.output<Query> : undefined;
  readonly body: Contract extends { body: infer Body extends z.ZodType } ? z.output<Body> : undefined;
  readonly caller: Caller;
  /** Null for a bearer token. */
  readonly session: ConsoleSessionEntity | null;
  readonly cause: Cause;
  /** What stands in `If-Match`: the versions that the caller is content with. */
  readonly versions: SeenVersions;
}

/** What a handler answers: one of the contract's replies. `version` becomes the ETag. */
export type AnswerTo<Contract extends RouteContract> = {
  [Status in keyof Contract['replies'] & number]: {
    readonly status: Status;
    readonly body: z.input<Contract['replies'][Status]['schema']>;
    readonly version?: number;
    /** Under the API's prefix: becomes `Location`. */
    readonly location?: string;
  };
}[keyof Contract['replies'] & number];

/** An answer too long to be held in memory, in the media type that the contract names. */
export interface StreamedAnswer {
  readonly status: number;
  readonly stream: Readable;
}

/** What becomes known of a request on its way in. */
export interface Admission {
  readonly contract: RouteContract;
  readonly caller: Caller;
  readonly session: ConsoleSessionEntity | null;
  /** The route lets this caller in. */
  isLetIn: boolean;
  call?: CallTo;
}

const admissions = new WeakMap<FastifyRequest, Admission>();

export const admit = (request: FastifyRequest, admission: Admission): void => {
  admissions.set(request, admission);
};

export const admissionOf = (request: FastifyRequest): Admission | undefined => admissions.get(request);

/** The handler's only parameter. */
export const Call = createParamDecorator((_: unknown, context: ExecutionContext): CallTo => {
  const call = admissionOf(context.switchToHttp().getRequest())?.call;
  if (call === undefined) throw new CodedError('internal-error', 'The route has no contract');
  return call;
});
