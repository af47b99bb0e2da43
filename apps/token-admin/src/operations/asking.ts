import type { ReplyOf, RequestContract, RequestOf } from '@mdm-gate/contracts';
import { NatsLink, Requester } from '@mdm-gate/messaging';
import { Injectable } from '@nestjs/common';
import type { Act } from './act.ts';

/** Asks the services that do what is to be done. */
@Injectable()
export class Asking {
  constructor(
    private readonly requester: Requester,
    private readonly link: NatsLink,
  ) {}

  /** Throws `dependency-unavailable` when nothing would leave this process. */
  requireWay(): void {
    this.link.requireConnection();
  }

  ask<Contract extends RequestContract>(
    { contract, timeoutMs }: Act<Contract>,
    request: RequestOf<Contract>,
    correlationId: string,
  ): Promise<ReplyOf<Contract>> {
    return this.requester.ask(contract, request, { correlationId, timeoutMs });
  }
}
