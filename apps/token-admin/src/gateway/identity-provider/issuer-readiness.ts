import { ReadinessCheck, withTimeLimit } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { IssuerMetadata, WrongIssuer } from './issuer-metadata.ts';

/** Others wait for the answer too. */
const patienceMs = 1_000;

/**
 * With a wrong issuer nobody could ever sign in. One that does not answer is no reason to leave: keys that were read stay
 * known, and callers are told.
 */
@Injectable()
export class IssuerReadiness extends ReadinessCheck {
  override readonly name = 'identity-provider';

  constructor(private readonly metadata: IssuerMetadata) {
    super();
  }

  override async problem(): Promise<string | null> {
    try {
      await withTimeLimit(this.metadata.find(), patienceMs);
      return null;
    } catch (error) {
      return error instanceof WrongIssuer ? error.detail : null;
    }
  }
}
