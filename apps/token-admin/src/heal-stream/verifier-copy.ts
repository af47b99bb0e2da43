import { applyActiveSet, type ActiveSet } from '@mdm-gate/contracts';
import { Requester } from '@mdm-gate/messaging';
import { Injectable } from '@nestjs/common';

export interface Asked {
  readonly timeoutMs: number;
  readonly correlationId?: string;
}

/** The copy that checks are decided by. */
@Injectable()
export class VerifierCopy {
  constructor(private readonly requester: Requester) {}

  /** Has the verifier take the set, and answers with the version that it then holds; null when it does not answer. */
  async apply(organizationId: string, activeSet: ActiveSet, asked: Asked): Promise<number | null> {
    try {
      return (await this.requester.ask(applyActiveSet, { organizationId, activeSet }, asked))
        .activeSetVersion;
    } catch {
      // Whatever it is, the event path brings the set, and whoever asked does not count on it.
      return null;
    }
  }
}
