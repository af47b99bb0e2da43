import {
  batchedCheckSchema,
  checkBatch,
  type BatchedCheck,
  type BatchedResult,
  type CheckBatchRequest,
  type ReplyOf,
} from '@mdm-gate/contracts';
import { Answers, MessageContext } from '@mdm-gate/messaging';
import { CodedError, parseOrRefuse } from '@mdm-gate/service-kit';
import { Controller } from '@nestjs/common';
import { CheckAnswers } from './check-answers.ts';

/** Many checks for one message each way. */
@Controller()
export class CheckBatchController {
  constructor(private readonly checks: CheckAnswers) {}

  @Answers(checkBatch)
  async batch(
    { organizationId, checks }: CheckBatchRequest,
    { traceparent }: MessageContext,
  ): Promise<ReplyOf<typeof checkBatch>> {
    const lastOfDevice = new Map<string, Promise<unknown>>();
    const decide = async (entry: unknown): Promise<BatchedResult> => {
      const { check: flow, ...device } = parseOrRefuse(batchedCheckSchema, entry, 'The check');
      return this.#afterEarlier(lastOfDevice, device, () =>
        this.checks.answer({ request: { organizationId, ...device }, flow, traceparent }),
      );
    };
    return { results: await Promise.all(checks.map((entry) => decide(entry).catch(refusalOf))) };
  }

  /** What a pairing binds and what failures are counted holds for the next check of the same device. */
  #afterEarlier<Result>(
    lastOfDevice: Map<string, Promise<unknown>>,
    { deviceId }: Pick<BatchedCheck, 'deviceId'>,
    answer: () => Promise<Result>,
  ): Promise<Result> {
    const earlier = lastOfDevice.get(deviceId) ?? Promise.resolve();
    const own = earlier.then(answer, answer);
    lastOfDevice.set(deviceId, own);
    return own;
  }
}

const refusalOf = (error: unknown): BatchedResult => {
  const { code, detail, issues } =
    error instanceof CodedError ? error : new CodedError('internal-error', undefined, { cause: error });
  return { error: { code, detail, ...(issues !== undefined && { issues: [...issues] }) } };
};
