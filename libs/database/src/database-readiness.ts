import { ReadinessCheck } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { ServiceDataSource } from './service-data-source.ts';
import { migrationsMissing } from './migrations-missing.ts';
import { onlyReads } from './sessions/problem-with-session.ts';
import { classifyError } from './trouble/classify-error.ts';
import { DatabaseTrouble } from './trouble/database-trouble.ts';

/** Ready: PostgreSQL answers, takes writes, and the service's schema is as this version needs it. */
@Injectable()
export class DatabaseReadiness extends ReadinessCheck {
  override readonly name = 'postgres';

  constructor(private readonly dataSource: ServiceDataSource) {
    super();
  }

  override async problem(): Promise<string | null> {
    try {
      await this.dataSource.open();
      return await this.#problem();
    } catch (error) {
      const known = classifyError(error);
      return known instanceof DatabaseTrouble ? known.detail : 'PostgreSQL answers with an error of ours';
    }
  }

  async #problem(): Promise<string | null> {
    const missing = await migrationsMissing(this.dataSource);
    if (missing.length > 0) return `run the migrations: ${missing.join(', ')} are missing`;
    const [row]: { readOnly: string }[] = await this.dataSource.query(
      `SELECT current_setting('transaction_read_only') AS "readOnly"`,
    );
    return row?.readOnly === 'off' ? null : onlyReads;
  }
}
