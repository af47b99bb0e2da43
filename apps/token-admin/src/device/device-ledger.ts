import type { DeviceObservation } from '@mdm-gate/contracts';
import { Counter } from '@prometheus-io/client';
import type { DataSource, EntityManager } from 'typeorm';
import { schema } from '../database/schema.ts';
import { mergedObservations, type ObservedDevice } from './merged-observations.ts';
import { takeInStatement } from './take-in-statement.ts';

/** What is written of one organization is written in turn, by all replicas: then no two of them wait for one another's counts. */
const turnStatement = `SELECT pg_advisory_xact_lock(hashtext('devices'), hashtext($1))`;

const forgetStatement = `
  DELETE FROM ${schema}.devices
  WHERE (organization_id, device_id) IN (
    SELECT organization_id, device_id FROM ${schema}.devices
    WHERE organization_id = $1 AND last_seen_day < $2 AND kind IN (
      SELECT kind FROM ${schema}.device_counts
      WHERE organization_id = $1 AND last_seen_day < $2 AND devices > 0
    )
    LIMIT $3
  )
  RETURNING 1`;

const forgottenAtOnce = 2_000;

const takenIn = new Counter({
  name: 'token_admin_observations_total',
  help: 'Observations of devices: taken-in, or left-out because the organization has too many that never proceeded',
  labelNames: ['outcome'],
});

// From 0 on, or the first would not show as a growth.
for (const outcome of ['taken-in', 'left-out']) takenIn.inc({ outcome }, 0);

/** What devices last presented. Observations may come in any order and any number of times: the newest of each device counts. */
export class DeviceLedger {
  constructor(
    private readonly dataSource: DataSource,
    /** So many devices of one organization may never have proceeded by a token: their ids may be invented. */
    private readonly unprovenMax: number,
  ) {}

  async takeIn(organizationId: string, observations: readonly DeviceObservation[]): Promise<void> {
    const devices = mergedObservations(observations);
    const leftOut = await this.#inTurn(organizationId, async (manager) => {
      const parameters = [organizationId, JSON.stringify(devices.map(rowOf)), this.unprovenMax];
      const [row] = await manager.query<{ leftOut: number }[]>(takeInStatement, parameters);
      return row?.leftOut ?? 0;
    });
    takenIn.inc({ outcome: 'taken-in' }, devices.length - leftOut);
    takenIn.inc({ outcome: 'left-out' }, leftOut);
  }

  /** Forgets devices that were last seen before that day, some at a time. */
  async forgetBefore(organizationId: string, day: string): Promise<void> {
    for (;;) {
      const gone = await this.#inTurn(organizationId, async (manager) => {
        const [rows] = await manager.query<[unknown[], number]>(forgetStatement, [
          organizationId,
          day,
          forgottenAtOnce,
        ]);
        return rows.length;
      });
      if (gone < forgottenAtOnce) return;
    }
  }

  #inTurn<Result>(
    organizationId: string,
    work: (manager: EntityManager) => Promise<Result>,
  ): Promise<Result> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query(turnStatement, [organizationId]);
      return work(manager);
    });
  }
}

const rowOf = ({ last, firstSeenAt, proceededAt, proceededTokenId }: ObservedDevice): object => ({
  device_id: last.deviceId,
  platform: last.platform,
  flow: last.flow,
  decision: last.decision,
  reason: last.reason,
  presented: last.presented,
  token_id: last.tokenId,
  foreign_fingerprint: last.foreignFingerprint,
  first_seen_at: firstSeenAt,
  last_seen_at: last.at,
  proceeded_at: proceededAt,
  proceeded_token_id: proceededTokenId,
});
