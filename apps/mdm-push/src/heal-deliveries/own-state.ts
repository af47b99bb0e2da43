import type { Platform } from '@mdm-gate/contracts';
import type { EntityManager } from 'typeorm';
import { schema } from '../database/schema.ts';

/** What our database says of one organization, which is what the stream should tell. */
export interface OwnState {
  readonly organizationId: string;
  readonly connections: readonly { readonly connectionId: string; readonly at: string }[];
  readonly removed: readonly { readonly connectionId: string; readonly at: string }[];
  readonly deliveries: readonly OwnDelivery[];
}

export interface OwnDelivery {
  readonly connectionId: string;
  readonly platform: Platform;
  readonly tokenId: string | null;
  /** Null: it is stored. */
  readonly failure: 'failing' | 'blocked' | null;
  readonly code: string;
  readonly at: string;
}

const instant = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const list = (object: string, from: string): string =>
  `coalesce((SELECT json_agg(json_build_object(${object})) FROM ${schema}.${from}), '[]')`;

/** One statement, so that it is what stood there at one moment. What was not published yet is not to be told. */
const stateStatement = `
  SELECT organization_id AS "organizationId",
    ${list(`'connectionId', connection_id, 'at', ${instant('created_at')}`, 'connections WHERE organization_id = o.organization_id')} AS connections,
    ${list(`'connectionId', connection_id, 'at', ${instant('removed_at')}`, 'removed_connections WHERE organization_id = o.organization_id')} AS removed,
    ${list(
      `'connectionId', connection_id, 'platform', platform, 'failure', announced_failure, 'at', ${instant('changed_at')},
       'tokenId', CASE WHEN announced_failure IS NULL THEN held_token_id ELSE wanted_token_id END,
       'code', coalesce(last_error ->> 'code', 'delivery-error')`,
      `deliveries WHERE organization_id = o.organization_id AND (announced_failure IS NOT NULL
         OR state = 'stored' AND announced_version = wanted_version)`,
    )} AS deliveries
  FROM ${schema}.organizations o WHERE organization_id = ANY ($1)`;

export const ownStates = (
  manager: EntityManager,
  organizationIds: readonly string[],
): Promise<readonly OwnState[]> => manager.query(stateStatement, [organizationIds]);
