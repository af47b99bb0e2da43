import { ReadinessCheck } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { schemaOf } from './schema-of.ts';

/** Ready: PostgreSQL answers, and the service's schema has been made. */
@Injectable()
export class DatabaseReadiness extends ReadinessCheck {
  override readonly name = 'postgres';

  constructor(private readonly dataSource: DataSource) {
    super();
  }

  override async problem(): Promise<string | null> {
    try {
      await this.dataSource.query(`SELECT 1 FROM "${schemaOf(this.dataSource)}".migrations LIMIT 1`);
      return null;
    } catch (error) {
      return isUndefinedTable(error)
        ? 'the schema has not been made: run the migrations'
        : 'PostgreSQL does not answer';
    }
  }
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const isUndefinedTable = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '42P01';
