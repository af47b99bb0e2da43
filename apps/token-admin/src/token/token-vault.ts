import { Digester, SealedBox } from '@mdm-gate/encryption';
import { Injectable } from '@nestjs/common';
import type { Token } from './token.ts';

const fingerprintLength = 8;

type StoredValue = Pick<Token, 'sealedValue' | 'digest' | 'digestKeyId' | 'fingerprint'>;

/** The only place where values of tokens are turned into what is stored, and back. */
@Injectable()
export class TokenVault {
  constructor(
    private readonly sealedBox: SealedBox,
    private readonly digester: Digester,
  ) {}

  store(organizationId: string, tokenId: string, value: string): StoredValue {
    return {
      sealedValue: this.sealedBox.seal(value, [organizationId, tokenId]),
      ...this.digester.digest(value),
      fingerprint: this.#fingerprint(organizationId, value),
    };
  }

  /**
   * Of another text than the value, so that it tells nothing about the digest either; with the organization in it, so
   * that nobody sees that two organizations have the same value.
   */
  #fingerprint(organizationId: string, value: string): string {
    return this.digester
      .digest(`fingerprint in ${organizationId} of ${value}`)
      .digest.slice(0, fingerprintLength);
  }

  /** Fails when the row was changed, or copied from another token or organization. */
  open({ sealedValue, organizationId, tokenId }: Token): string {
    return this.sealedBox.open(sealedValue, [organizationId, tokenId]);
  }

  /** Under every key, so that the value is recognized whenever it was stored. */
  digestsOf(value: string): readonly string[] {
    return this.digester.digests(value);
  }
}
