import {
  surveyConnections,
  surveyedAtOnce,
  type ReplyOf,
  type RequestOf,
  type SurveyedOrganization,
} from '@mdm-gate/contracts';
import { Answers } from '@mdm-gate/messaging';
import { Controller } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { schema } from '../database/schema.ts';

type Survey = typeof surveyConnections;

/** One statement, so that a page is what stood there at one moment. */
const pageStatement = `
  WITH page AS (
    SELECT organization_id, array_agg(connection_id::text) AS ids FROM ${schema}.connections
    WHERE $1::text IS NULL OR organization_id COLLATE "C" > $1
    GROUP BY organization_id ORDER BY organization_id COLLATE "C" LIMIT $2
  )
  SELECT page.organization_id AS "organizationId", page.ids AS "connectionIds",
    coalesce((
      SELECT json_agg(json_build_object(
        'connectionId', connection_id, 'platform', platform, 'tokenId', held_token_id,
        'since', to_char(changed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
      ))
      FROM ${schema}.deliveries WHERE organization_id = page.organization_id AND state = 'stored'
    ), '[]') AS held
  FROM page ORDER BY page.organization_id COLLATE "C"`;

/** Tells token-admin what it may compare its own book with. */
@Controller()
export class SurveyConnectionsController {
  constructor(private readonly dataSource: DataSource) {}

  @Answers(surveyConnections)
  async survey({ after }: RequestOf<Survey>): Promise<ReplyOf<Survey>> {
    const organizations = await this.dataSource.query<SurveyedOrganization[]>(pageStatement, [
      after,
      surveyedAtOnce,
    ]);
    const last = organizations.length < surveyedAtOnce ? null : organizations.at(-1)?.organizationId;
    return { organizations, last: last ?? null };
  }
}
