import { ReadinessCheck } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Ready: PostgreSQL answers. */
@Injectable()
export class DatabaseReadiness extends ReadinessCheck {
  override readonly name = 'postgres';

  constructor(private readonly dataSource: DataSource) {
    super();
  }

  override async problem(): Promise<string | null> {
    try {
      await this.dataSource.query('SELECT 1');
      return null;
    } catch {
      return 'PostgreSQL does not answer';
    }
  }
}
