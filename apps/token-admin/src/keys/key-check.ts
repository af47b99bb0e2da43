import { Digester, SealedBox } from '@mdm-gate/encryption';
import { ConfigError } from '@mdm-gate/service-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { schema } from '../database/schema.ts';
import type { TokenEntity } from '../token/token.entity.ts';

type Sample = Pick<TokenEntity, 'organizationId' | 'tokenId' | 'sealedValue' | 'digest' | 'digestKeyId'>;

/** One token per pair of keys that are in use. */
const samplesStatement = `
  SELECT DISTINCT ON (sealed_value->>'keyId', digest_key_id)
    organization_id AS "organizationId", token_id AS "tokenId", sealed_value AS "sealedValue",
    digest, digest_key_id AS "digestKeyId"
  FROM ${schema}.mdm_tokens`;

/** A lost or mistaken key shows when the service starts, and not when somebody needs a token's value. */
@Injectable()
export class KeyCheck implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sealedBox: SealedBox,
    private readonly digester: Digester,
  ) {}

  /** Throws ConfigError, which names the key. */
  async onModuleInit(): Promise<void> {
    for (const sample of await this.dataSource.query<Sample[]>(samplesStatement)) this.#check(sample);
  }

  #check({ organizationId, tokenId, sealedValue, digest, digestKeyId }: Sample): void {
    const value = attempt(
      `Token values are encrypted under the key "${sealedValue.keyId}", which TOKEN_ADMIN_MASTER_KEYS lacks or has another key for`,
      () => this.sealedBox.open(sealedValue, [organizationId, tokenId]),
    );
    const problem = `Token values are compared under the key "${digestKeyId}", which TOKEN_ADMIN_DIGEST_KEYS lacks or has another key for`;
    if (attempt(problem, () => this.digester.digestWith(digestKeyId, value)) === digest) return;
    throw new ConfigError(problem);
  }
}

const attempt = <Value>(problem: string, work: () => Value): Value => {
  try {
    return work();
  } catch (cause) {
    throw new ConfigError(problem, { cause });
  }
};
