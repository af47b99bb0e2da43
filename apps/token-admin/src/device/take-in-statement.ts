import { schema } from '../database/schema.ts';

/** What the newest observation of a device replaces as a whole. */
const lastColumns = [
  'platform',
  'flow',
  'decision',
  'reason',
  'presented',
  'token_id',
  'value_since_ms',
  'foreign_fingerprint',
] as const;

const newestWins = lastColumns
  .map(
    (column) =>
      `${column} = CASE WHEN excluded.last_seen_at > held.last_seen_at THEN excluded.${column} ELSE held.${column} END`,
  )
  .join(',\n    ');

/**
 * $1: the organization, $2: one row per device as JSON, $3: how many devices may never have proceeded.
 * `value_since_ms`: when the presented value became the token's value, in case it was edited. A device that presented it
 * before that presented another value than the token has now. `used`: a token's first use of a day is written down, and the rest
 * of that day costs a look.
 */
export const takeInStatement = `
WITH given AS (
  SELECT row.*, (
    SELECT (extract(epoch FROM max(revoked_at)) * 1000)::bigint FROM ${schema}.revoked_values AS former
    WHERE former.organization_id = $1 AND former.token_id = row.token_id AND former.revoked_at <= row.last_seen_at
  ) AS value_since_ms
  FROM jsonb_to_recordset($2::jsonb) AS row (
    device_id text, platform text, flow text, decision text, reason text, presented text, token_id uuid,
    foreign_fingerprint text, first_seen_at timestamptz, last_seen_at timestamptz, proceeded_at timestamptz,
    proceeded_token_id uuid
  )
), judged AS (
  SELECT given.*,
    proceeded_token_id IS NOT NULL
    OR EXISTS (SELECT FROM ${schema}.devices WHERE organization_id = $1 AND devices.device_id = given.device_id)
      AS is_proven
  FROM given
), room AS (
  SELECT $3::bigint - coalesce(sum(devices), 0) AS room FROM ${schema}.device_counts
  WHERE organization_id = $1 AND proceeded_token_id IS NULL
), admitted AS (
  SELECT judged.*, is_proven OR row_number() OVER (PARTITION BY is_proven ORDER BY device_id) <= room AS has_room
  FROM judged, room
), written AS (
  INSERT INTO ${schema}.devices AS held (
    organization_id, device_id, ${lastColumns.join(', ')}, presented_since, first_seen_at, last_seen_at, proceeded_at,
    proceeded_token_id
  )
  SELECT $1, device_id, ${lastColumns.join(', ')}, last_seen_at, first_seen_at, last_seen_at, proceeded_at,
    proceeded_token_id
  FROM admitted WHERE has_room ORDER BY device_id
  ON CONFLICT (organization_id, device_id) DO UPDATE SET
    ${newestWins},
    presented_since = CASE
      WHEN excluded.last_seen_at <= held.last_seen_at THEN held.presented_since
      WHEN (excluded.presented, excluded.token_id, excluded.foreign_fingerprint)
        IS NOT DISTINCT FROM (held.presented, held.token_id, held.foreign_fingerprint) THEN held.presented_since
      ELSE excluded.presented_since END,
    first_seen_at = least(held.first_seen_at, excluded.first_seen_at),
    last_seen_at = greatest(held.last_seen_at, excluded.last_seen_at),
    proceeded_token_id = CASE
      WHEN excluded.proceeded_at > coalesce(held.proceeded_at, '-infinity') THEN excluded.proceeded_token_id
      ELSE held.proceeded_token_id END,
    proceeded_at = greatest(held.proceeded_at, excluded.proceeded_at)
  WHERE excluded.last_seen_at > held.last_seen_at
    OR excluded.first_seen_at < held.first_seen_at
    OR excluded.proceeded_at > coalesce(held.proceeded_at, '-infinity')
), used AS (
  SELECT token_id, max((last_seen_at AT TIME ZONE 'UTC')::date) AS day FROM given
  WHERE presented IN ('token-active', 'token-retiring') GROUP BY token_id
), noted AS (
  INSERT INTO ${schema}.token_uses AS held (organization_id, token_id, last_used_on)
  SELECT $1, token_id, day FROM used
  WHERE EXISTS (SELECT FROM ${schema}.mdm_tokens WHERE organization_id = $1 AND mdm_tokens.token_id = used.token_id)
    AND NOT EXISTS (
      SELECT FROM ${schema}.token_uses known
      WHERE known.organization_id = $1 AND known.token_id = used.token_id AND known.last_used_on >= used.day
    )
  ON CONFLICT (organization_id, token_id) DO UPDATE SET last_used_on = greatest(held.last_used_on, excluded.last_used_on)
)
SELECT count(*) FILTER (WHERE NOT has_room)::int AS "leftOut" FROM admitted`;
