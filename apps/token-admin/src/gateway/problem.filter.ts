import { errorCodes, type Problem } from '@mdm-gate/contracts';
import type { CodedError, Logger } from '@mdm-gate/service-kit';
import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { admissionOf, type Admission } from './call.ts';
import { codedErrorOf } from './coded-error-of.ts';
import type { RefusalAudit } from './refusals/refusal-audit.ts';
import type { RefusalPace } from './refusals/refusal-pace.ts';
import type { Unauthenticated } from './refusals/unauthenticated.ts';

const retryAfterSeconds = '1';

/** Every error becomes problem details with a stable code; every refused change an audit row. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly refusals: RefusalAudit,
    private readonly unauthenticated: Unauthenticated,
    private readonly pace: RefusalPace,
  ) {}

  async catch(thrown: unknown, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const error = codedErrorOf(thrown);
    if (error.status >= 500)
      this.logger.error({ ...described(thrown), correlationId: request.id }, 'a request failed');
    const admission = admissionOf(request);
    if (admission?.isLetIn !== true) await this.pace.turn(whoIs(request, admission));
    if (error.code === 'not-authenticated') this.unauthenticated.note(request.ip, request.id);
    const recorded = admission === undefined ? null : this.refusals.record(request, admission, error);
    // Whoever may not know of the organization does not wait for what is written: time would tell what words do not.
    if (error.code !== 'not-found') await recorded;
    sendProblem(reply, request, error);
  }
}

/** The address that it comes from, as long as nobody vouches for more. */
const whoIs = ({ ip }: FastifyRequest, admission: Admission | undefined): string =>
  admission === undefined ? `address ${ip}` : `caller ${admission.caller.id}`;

/** Without the parameters of a failed query, which the driver's errors carry. */
const described = (thrown: unknown): object => {
  if (!(thrown instanceof Error)) return { err: { message: 'something that is not an error was thrown' } };
  const cause = thrown.cause instanceof Error ? thrown.cause.message : undefined;
  return { err: { type: thrown.name, message: thrown.message, stack: thrown.stack, cause } };
};

export const problemOf = (error: CodedError, correlationId: string): Problem => ({
  type: `urn:mdm-gate:problem:${error.code}`,
  title: errorCodes[error.code].title,
  status: error.status,
  code: error.code,
  ...(error.detail === errorCodes[error.code].title ? {} : { detail: error.detail }),
  correlationId,
  ...(error.issues === undefined ? {} : { issues: [...error.issues] }),
  ...(error.impact === undefined ? {} : { impact: error.impact }),
});

/** RFC 6750, section 3: what is wrong with the token, if there was one. */
const challengeOf = ({ code, detail }: CodedError): string | undefined => {
  if (code === 'forbidden') return 'Bearer error="insufficient_scope"';
  if (code !== 'not-authenticated') return undefined;
  return detail === errorCodes[code].title
    ? 'Bearer'
    : `Bearer error="invalid_token", error_description="${detail.replaceAll(/["\\]/g, "'")}"`;
};

export const sendProblem = (reply: FastifyReply, request: FastifyRequest, error: CodedError): void => {
  if (reply.sent) return;
  const challenge = challengeOf(error);
  if (challenge !== undefined) reply.header('www-authenticate', challenge);
  if (error.retryable) reply.header('retry-after', retryAfterSeconds);
  reply
    .status(error.status)
    .type('application/problem+json')
    .send(JSON.stringify(problemOf(error, request.id)));
};
