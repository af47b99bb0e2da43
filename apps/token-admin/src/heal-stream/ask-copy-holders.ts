import type { ActiveSet } from '@mdm-gate/contracts';
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Copies } from './copies.ts';
import { CopyHolders } from './copy-holders.ts';
import { StreamAccess } from './stream-access.ts';
import { VerifierCopy } from './verifier-copy.ts';

const timeoutMs = 2_000;

@Injectable()
export class AskCopyHolders extends CopyHolders {
  constructor(
    private readonly stream: StreamAccess,
    private readonly verifier: VerifierCopy,
  ) {
    super();
  }

  override async find(organizationId: string): Promise<Copies> {
    const [stream, verifier] = await Promise.all([
      orUndefined(this.stream.of(organizationId)),
      this.verifier.of(organizationId, { timeoutMs }),
    ]);
    return { stream, verifier };
  }

  override async apply(organizationId: string, activeSet: ActiveSet): Promise<void> {
    await this.verifier.apply(organizationId, activeSet, { timeoutMs });
  }
}

/** Undefined after the time limit too: a stream that does not answer must not hold up a change. */
const orUndefined = async <Value>(work: Promise<Value>): Promise<Value | undefined> => {
  const limit = new AbortController();
  try {
    const timeOver = delay(timeoutMs, undefined, { signal: limit.signal });
    return await Promise.race([work.catch(() => undefined), timeOver]);
  } finally {
    limit.abort();
  }
};
