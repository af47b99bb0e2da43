import type { Pool } from 'pg';
import type { DeviceObservation } from '@mdm-gate/contracts';
import { anObservation, foreign, missing } from '../fixtures/observations.ts';

export const organizationId = 'bench-devices';
const chunk = 50_000;

export const deviceAt = (index: number): string => `device-${String(index).padStart(8, '0')}`;

/**
 * Two platforms, four tokens, one device of 25 halted, one of 500 with one of 40 foreign values, seen over 20 days: all of
 * these in every combination, as 240 kinds by day.
 */
const fleetStatement = `
  INSERT INTO token_admin.devices (organization_id, device_id, platform, flow, decision, reason, presented, token_id,
    value_since_ms, foreign_fingerprint, presented_since, first_seen_at, last_seen_at, proceeded_at, proceeded_token_id)
  SELECT $1, 'device-' || lpad(n::text, 8, '0'), CASE WHEN n / 20 % 2 = 0 THEN 'ios' ELSE 'android' END, 'authentication',
    CASE WHEN token IS NULL THEN 'halt' ELSE 'proceed' END, reason, reason, token, NULL,
    CASE WHEN reason = 'token-unknown' THEN 'foreig' || lpad((n % 40)::text, 2, '0') END,
    seen, seen - interval '30 days', seen, CASE WHEN token IS NULL THEN NULL ELSE seen END, token
  FROM generate_series($2::int, $3::int) AS n,
    LATERAL (SELECT now() - (n % 20) * interval '1 day' AS seen,
      CASE WHEN n / 160 % 25 = 0 THEN NULL ELSE ($4::uuid[])[1 + n / 40 % 4] END AS token,
      CASE WHEN n / 160 % 500 = 0 THEN 'token-unknown' WHEN n / 160 % 25 = 0 THEN 'token-missing' ELSE 'token-active' END
        AS reason
    ) AS each`;

export const fillLedger = async (pool: Pool, devices: number, tokenIds: readonly string[]): Promise<void> => {
  for (let start = 0; start < devices; start += chunk) {
    const last = Math.min(devices, start + chunk) - 1;
    await pool.query(fleetStatement, [organizationId, start, last, tokenIds]);
  }
  await pool.query('VACUUM ANALYZE token_admin.devices');
  await pool.query('VACUUM ANALYZE token_admin.device_counts');
};

/** A morning: most devices are seen for the first time today, some of them with something else than before. */
export const morning = (count: number, devices: number, tokenIds: readonly string[]): DeviceObservation[] =>
  Array.from({ length: count }, (_, index) => {
    const device = (index * 7_919) % devices;
    const tokenId = tokenIds[Math.floor(device / 40) % tokenIds.length] ?? null;
    return anObservation({
      deviceId: deviceAt(device),
      platform: Math.floor(device / 20) % 2 === 0 ? 'ios' : 'android',
      tokenId,
      ...(index % 25 === 0 ? missing : {}),
      ...(index % 500 === 0 ? foreign('foreig01') : {}),
    });
  });

/** In bytes, of the table and of each of its indexes. */
export const sizes = async (pool: Pool): Promise<ReadonlyMap<string, number>> => {
  const { rows } = await pool.query<{ name: string; bytes: string }>(
    `SELECT relname AS name, pg_relation_size(oid) AS bytes FROM pg_class
     WHERE relnamespace = 'token_admin'::regnamespace
       AND (relname = 'devices' OR oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = 'token_admin.devices'::regclass))
     ORDER BY 2 DESC`,
  );
  return new Map(rows.map(({ name, bytes }) => [name, Number(bytes)]));
};
