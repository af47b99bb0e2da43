import type { CheckRequest, Device, Platform } from '@mdm-gate/contracts';
import { waitFor } from '@mdm-gate/testing';
import type { TestOrganization } from '../fixtures/running-gateway.ts';
import type { FleetServices } from './fleet-services.ts';
import { devicesInFleet } from './fleet-steps.ts';

const timeoutMs = 60_000;
const vanishedStatement = `
  UPDATE token_admin.devices SET last_seen_at = last_seen_at - interval '20 days'
  WHERE organization_id = $1 AND device_id = $2`;

export interface FleetDevice {
  readonly deviceId: string;
  readonly platform: Platform;
  /** What it presented last. */
  value: string | null;
  /** Whether that check let it go on. */
  proceeds: boolean;
  /** Since when it presents that. */
  sinceMs: number;
  hasVanished: boolean;
}

/** The devices of a fleet, and what the ledger knows of them. */
export class FleetDevices {
  readonly all: readonly FleetDevice[] = Array.from({ length: devicesInFleet }, (_, index) => ({
    deviceId: `device ${index}`,
    platform: index % 2 === 0 ? 'ios' : 'android',
    value: null,
    proceeds: false,
    sinceMs: 0,
    hasVanished: false,
  }));

  constructor(
    private readonly services: FleetServices,
    private readonly organization: TestOrganization,
  ) {}

  at(index: number): FleetDevice {
    const device = this.all[index];
    if (device === undefined) throw new Error(`There is no device ${index}`);
    return device;
  }

  async present(device: FleetDevice, value: string | null): Promise<void> {
    if (device.value !== value || device.hasVanished) device.sinceMs = Date.now();
    device.value = value;
    const { decision } = await this.services.ask(this.#checkOf(device));
    device.proceeds = decision === 'proceed';
  }

  /** As if it had not been seen for weeks. */
  async vanish(device: FleetDevice): Promise<void> {
    const parameters = [this.organization.organizationId, device.deviceId];
    await this.services.gateway.database.query(vanishedStatement, parameters);
    device.hasVanished = true;
  }

  /** Those whose last presentation an administrator could know. */
  async known(): Promise<ReadonlySet<FleetDevice>> {
    const rows = await this.#rows();
    return new Set(this.all.filter((device) => isKnown(device, rows.get(device.deviceId))));
  }

  async untilKnown(devices: readonly FleetDevice[]): Promise<void> {
    await waitFor(
      async () => {
        const known = await this.known();
        return devices.every((device) => device.hasVanished || known.has(device));
      },
      { timeoutMs, describe: 'the ledger to have what devices presented' },
    );
  }

  /** Which of those that went on are halted now, with the same value as before. */
  async haltedSince(): Promise<readonly FleetDevice[]> {
    const before = this.all.filter(({ proceeds }) => proceeds);
    for (const device of before) {
      const { decision } = await this.services.ask(this.#checkOf(device));
      device.proceeds = decision === 'proceed';
    }
    return before.filter(({ proceeds }) => !proceeds);
  }

  #checkOf({ deviceId, platform, value: mdmToken }: FleetDevice): CheckRequest {
    return { organizationId: this.organization.organizationId, deviceId, platform, mdmToken };
  }

  async #rows(): Promise<ReadonlyMap<string, Device>> {
    const { administrator, path } = this.organization;
    const { body } = await administrator.get(`${path}/devices?limit=100`);
    return new Map((body as { items: Device[] }).items.map((row) => [row.deviceId, row]));
  }
}

/** What the ledger has of it is of after its last change. */
const isKnown = ({ sinceMs }: FleetDevice, row: Device | undefined): boolean =>
  row !== undefined && row.active && Date.parse(row.lastSeenAt) >= sinceMs;
