import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { schema } from '../database/schema.ts';
import { DeliveryProblem } from '../vendors/delivery-problem.ts';
import type { ConnectionEntity } from './connection.entity.ts';

/**
 * Credentials that an MDM refused are not sent again until somebody changes the connection or asks for it: accounts are
 * locked after a few refusals, for everybody who uses them.
 */
@Injectable()
export class RefusedCredentials {
  constructor(private readonly dataSource: DataSource) {}

  /** Throws `credentials-refused` for a connection whose MDM refused what it has now. */
  requireNone({ refusedCredentials, version }: ConnectionEntity): void {
    if (refusedCredentials?.version !== version) return;
    throw new DeliveryProblem('credentials-refused', refusedCredentials.detail);
  }

  async note({ connectionId, version }: ConnectionEntity, detail: string): Promise<void> {
    await this.dataSource.query(
      `UPDATE ${schema}.connections SET refused_credentials = $3 WHERE connection_id = $1 AND version = $2`,
      [connectionId, version, JSON.stringify({ version, detail })],
    );
  }

  /** Somebody wants them sent once more. */
  async forget({ connectionId }: Pick<ConnectionEntity, 'connectionId'>): Promise<void> {
    await this.dataSource.query(
      `UPDATE ${schema}.connections SET refused_credentials = NULL WHERE connection_id = $1`,
      [connectionId],
    );
  }
}
