import { tokenDelivered, type TokenDelivered } from '@mdm-gate/contracts';
import { When } from '@mdm-gate/messaging';
import { Controller } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { schema } from '../database/schema.ts';
import { lookSoon } from '../rotation/look-soon.ts';

/** An older event that comes late changes nothing, nor does one of a connection that is gone. */
const noteHeldToken = `
  INSERT INTO ${schema}.held_tokens AS held (organization_id, connection_id, platform, token_id, since)
  SELECT $1, $2, $3, $4, $5
  WHERE NOT EXISTS (
    SELECT FROM ${schema}.known_connections WHERE organization_id = $1 AND connection_id = $2 AND removed
  )
  ON CONFLICT (organization_id, connection_id, platform) DO UPDATE
  SET token_id = excluded.token_id, since = excluded.since
  WHERE held.since < excluded.since AND held.token_id IS DISTINCT FROM excluded.token_id`;

@Controller()
export class WhenTokenDeliveredController {
  constructor(private readonly dataSource: DataSource) {}

  @When(tokenDelivered)
  async delivered(event: TokenDelivered): Promise<void> {
    const { organizationId, connectionId, platform, tokenId, occurredAt } = event;
    const values = [organizationId, connectionId, platform, tokenId, occurredAt];
    await this.dataSource.query(noteHeldToken, values);
    await lookSoon(this.dataSource.manager, organizationId);
  }
}
