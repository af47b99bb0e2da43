import { Injectable } from '@nestjs/common';
import { GivenCertificates } from './given-certificates.ts';
import { RefusedCredentials } from './refused-credentials.ts';
import { SealedCredentials } from './sealed-credentials.ts';

/** What there is of the credentials of connections, and what became of them. */
@Injectable()
export class StoredCredentials {
  constructor(
    readonly sealed: SealedCredentials,
    readonly certificates: GivenCertificates,
    readonly refusals: RefusedCredentials,
  ) {}
}
