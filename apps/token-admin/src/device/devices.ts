import type { Device } from '@mdm-gate/contracts';
import { Clock } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { schema } from '../database/schema.ts';
import { pageAfter, readCursor } from '../gateway/cursor.ts';
import { notFound } from '../organization/load-organization.ts';
import { Organizations } from '../organization/organizations.ts';
import { deviceCounts, devicesIn, firstOfDays, type DeviceCount } from './device-counts.ts';
import { devicesOf, type DevicePage } from './device-pages.ts';
import { deviceColumns, type DeviceRow } from './device-row.ts';
import { namedTokens } from './named-tokens.ts';
import { shownDevice } from './shown-device.ts';

export interface WantedDevices {
  readonly organizationId: string;
  readonly where: (count: DeviceCount) => boolean;
  readonly seenWithinDays?: number | undefined;
  readonly foreignFingerprint?: string | undefined;
  readonly prefix?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

const cursorSchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2} [^]{1,512}$/)
  .transform((text) => ({ day: text.slice(0, 10), deviceId: text.slice(11) }));

const sampleMax = 20;

const findStatement = `
  SELECT ${deviceColumns} FROM ${schema}.devices WHERE organization_id = $1 AND device_id = $2`;

/** Reads devices, outside of any change. */
@Injectable()
export class Devices {
  constructor(
    private readonly dataSource: DataSource,
    private readonly organizations: Organizations,
    private readonly clock: Clock,
  ) {}

  async page(wanted: WantedDevices): Promise<{ items: Device[]; nextCursor: string | null }> {
    const { organizationId, limit, foreignFingerprint, seenWithinDays } = wanted;
    const { activeDays } = await this.organizations.find(organizationId);
    const now = this.clock.now();
    const since = seenWithinDays === undefined ? null : firstOfDays(seenWithinDays, now);
    const { manager } = this.dataSource;
    const counts = (await deviceCounts(manager, organizationId, since)).filter(wanted.where);
    const page: DevicePage = {
      organizationId,
      counts,
      prefix: wanted.prefix ?? '',
      foreignFingerprint,
      after: readCursor(wanted.cursor, cursorSchema),
      limit: limit + 1,
    };
    const rows = await devicesOf(manager, page);
    const { items, nextCursor } = pageAfter(rows, limit, (row) => `${row.lastSeenDay} ${row.deviceId}`);
    return { items: await this.#shown(organizationId, items, firstOfDays(activeDays, now)), nextCursor };
  }

  /** How many devices last presented the token, and some of them. */
  async presenting(organizationId: string, tokenId: string): Promise<{ devices: number; sample: string[] }> {
    const { manager } = this.dataSource;
    const counts = (await deviceCounts(manager, organizationId, null)).filter(
      (count) => count.tokenId === tokenId,
    );
    const page = { organizationId, counts, prefix: '', after: null, limit: sampleMax };
    const rows = await devicesOf(manager, page);
    return { devices: devicesIn(counts), sample: rows.map(({ deviceId }) => deviceId) };
  }

  /** Throws `not-found` when it was never seen, or was forgotten. */
  async find(organizationId: string, deviceId: string): Promise<{ row: DeviceRow; device: Device }> {
    const { activeDays } = await this.organizations.find(organizationId);
    const [row] = await this.dataSource.query<DeviceRow[]>(findStatement, [organizationId, deviceId]);
    if (row === undefined) throw notFound();
    const since = firstOfDays(activeDays, this.clock.now());
    const [device] = await this.#shown(organizationId, [row], since);
    if (device === undefined) throw notFound();
    return { row, device };
  }

  async #shown(organizationId: string, rows: readonly DeviceRow[], activeSince: string): Promise<Device[]> {
    const ids = rows.flatMap(({ tokenId, proceededTokenId }) => [tokenId, proceededTokenId]);
    const tokens = await namedTokens(this.dataSource.manager, organizationId, ids);
    return rows.map((row) => shownDevice(row, tokens, activeSince));
  }
}
