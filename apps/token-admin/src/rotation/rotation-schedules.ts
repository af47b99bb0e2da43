import type { EntityManager } from 'typeorm';
import { schema } from '../database/schema.ts';

/** Whoever claims an organization and dies leaves it to another replica after so long. */
const leaseSeconds = 600;

const claimStatement = `
  UPDATE ${schema}.rotation_schedules SET next_look_at = $1::timestamptz + make_interval(secs => ${leaseSeconds})
  WHERE organization_id = (
    SELECT organization_id FROM ${schema}.rotation_schedules WHERE next_look_at <= $1
    ORDER BY next_look_at LIMIT 1 FOR UPDATE SKIP LOCKED
  )
  RETURNING organization_id AS "organizationId"`;

/** The organization whose turn it is, for this replica alone; undefined when it is nobody's. */
export const claimSchedule = async (manager: EntityManager, now: Date): Promise<string | undefined> => {
  const [rows] = await manager.query<[{ organizationId: string }[], number]>(claimStatement, [now]);
  return rows[0]?.organizationId;
};

export const lookAgainAt = async (
  manager: EntityManager,
  organizationId: string,
  nextLookAt: Date,
): Promise<void> => {
  const statement = `UPDATE ${schema}.rotation_schedules SET next_look_at = $2 WHERE organization_id = $1`;
  await manager.query(statement, [organizationId, nextLookAt]);
};

/** With a policy that was set: looked at now if rotations are to begin by themselves, else not any more. */
export const setSchedule = async (
  manager: EntityManager,
  organizationId: string,
  { rotateEveryDays, now }: { readonly rotateEveryDays: number | null; readonly now: Date },
): Promise<void> => {
  if (rotateEveryDays === null) {
    await manager.query(`DELETE FROM ${schema}.rotation_schedules WHERE organization_id = $1`, [
      organizationId,
    ]);
    return;
  }
  const statement = `
    INSERT INTO ${schema}.rotation_schedules (organization_id, next_look_at) VALUES ($1, $2)
    ON CONFLICT (organization_id) DO UPDATE SET next_look_at = excluded.next_look_at`;
  await manager.query(statement, [organizationId, now]);
};
