import { Controller } from '@nestjs/common';
import { checkAuthentication, checkPairing, type CheckReply, type CheckRequest } from '@mdm-gate/contracts';
import { Answers, MessageContext } from '@mdm-gate/messaging';
import { CheckAnswers } from './check-answers.ts';

@Controller()
export class CheckDeviceController {
  constructor(private readonly checks: CheckAnswers) {}

  @Answers(checkPairing)
  pairing(request: CheckRequest, { traceparent }: MessageContext): Promise<CheckReply> {
    return this.checks.answer({ request, flow: 'pairing', traceparent });
  }

  @Answers(checkAuthentication)
  authentication(request: CheckRequest): Promise<CheckReply> {
    return this.checks.answer({ request, flow: 'authentication' });
  }
}
