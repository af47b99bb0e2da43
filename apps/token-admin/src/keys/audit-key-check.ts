import { ConfigError } from '@mdm-gate/service-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditKeys } from '../audit/audit-keys.ts';
import { schema } from '../database/schema.ts';

const noteStatement = `
  INSERT INTO ${schema}.audit_keys (key_id, key_check) SELECT * FROM unnest($1::text[], $2::text[])
  ON CONFLICT DO NOTHING`;
const findStatement = `SELECT key_id AS "keyId", key_check AS "keyCheck" FROM ${schema}.audit_keys`;

/** A lost or mistaken audit key shows when the service starts, and not when somebody needs the proof. */
@Injectable()
export class AuditKeyCheck implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: AuditKeys,
  ) {}

  /** Throws ConfigError, which names the key. */
  async onModuleInit(): Promise<void> {
    const { keyIds } = this.keys;
    await this.dataSource.query(noteStatement, [keyIds, keyIds.map((keyId) => this.#checkOf(keyId))]);
    const known = await this.dataSource.query<{ keyId: string; keyCheck: string }[]>(findStatement);
    for (const { keyId, keyCheck } of known) {
      if (this.keys.has(keyId) && this.#checkOf(keyId) === keyCheck) continue;
      throw new ConfigError(
        `Audit rows are chained under the key "${keyId}", which TOKEN_ADMIN_AUDIT_KEYS lacks or has another key for`,
      );
    }
  }

  /** Tells the key from another one, and tells nothing else about it. */
  #checkOf(keyId: string): string {
    return this.keys.mac(keyId, `the audit key "${keyId}"`);
  }
}
