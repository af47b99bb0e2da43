import { type FastifyInstance } from 'fastify';
import { type z } from 'zod';
import { type FleetConfig } from '../config.ts';
import { FaultPlan } from '../faults/fault-plan.ts';
import { type HandEdit } from './hand-edit.ts';
import { CheckInSchedule } from './check-in-schedule.ts';
import { RequestJournal } from './request-journal.ts';
import { type Device, type Platform, type Tenant } from './tenant.ts';
import { type VendorSystem } from './vendor-system.ts';

/** A tenant without its devices (`device` null), or one device. */
export interface TenantRecord {
  readonly tenant: string;
  readonly device: string | null;
  readonly value: () => unknown;
}

export interface VendorEnvironment {
  readonly fleet: FleetConfig;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Called with the changed pieces of state, so that they can be kept. */
  readonly changed: (records: readonly TenantRecord[]) => void;
  /** Called when all state of the vendor is void. */
  readonly cleared: () => void;
}

/** One vendor's system: its tenants, its API, its devices. */
export abstract class VendorSimulator<T extends Tenant, S = unknown> implements VendorSystem<T> {
  readonly journal = new RequestJournal();
  readonly faults = new FaultPlan();
  private readonly schedule: CheckInSchedule;
  private all: T[] = [];

  constructor(readonly environment: VendorEnvironment) {
    this.schedule = new CheckInSchedule(environment.fleet, environment.now, (device) => this.reaches(device));
  }

  /** The tenant with its apps, groups and devices, as after the administrator's first day. */
  protected abstract seedTenant(number: number, variant: string | undefined): T;
  /** Variants that `POST /__sim/tenants` may name. */
  abstract readonly variants: readonly string[];
  abstract routes(server: FastifyInstance): void;
  /** What the vendor answers to a path that it does not have. */
  abstract noRouteAnswer(url: string): { status: number; message: string };
  /** The vendor's error body, for what the server itself refuses and for injected faults. */
  abstract errorBody(status: number, message: string, url: string): unknown;
  /** Credentials and ids that a connection to this tenant is made of. */
  abstract describe(tenant: T, baseUrl: string): Record<string, unknown>;
  /** What may be changed with `PATCH /__sim/tenant`. */
  abstract readonly settingsSchema: z.ZodType<S>;
  abstract changeSettings(tenant: T, settings: S): void;
  /** Applies what an administrator did in the vendor's console. False: there is nothing of that kind to edit. */
  protected abstract applyHandEdit(tenant: T, edit: HandEdit): boolean;
  /** The device takes up what the MDM has for it. True: one more check-in is needed. */
  protected abstract takeUpConfiguration(tenant: T, device: Device): boolean;
  /** Enrols into the vendor's default groups. */
  abstract enrol(tenant: T, enrolment: { platform: Platform; count: number; managed: boolean }): Device[];

  /** The vendor's other spellings of one path. */
  rewriteUrl(url: string): string {
    return url;
  }

  tenants(): readonly T[] {
    return this.all;
  }

  tenant(id: string | undefined): T | undefined {
    return id === undefined ? this.all[0] : this.all.find((tenant) => tenant.id === id);
  }

  editByHand(tenantId: string | undefined, edit: HandEdit): boolean {
    const tenant = this.tenant(tenantId);
    if (tenant === undefined || !this.applyHandEdit(tenant, edit)) {
      return false;
    }
    this.tenantChanged(tenant);
    return true;
  }

  addTenant(variant: string | undefined): T {
    const tenant = this.seedTenant(this.all.length + 1, variant);
    this.all.push(tenant);
    this.allChanged(tenant);
    return tenant;
  }

  /** Back to the first tenants as seeded. */
  reset(): void {
    this.schedule.clear();
    this.journal.clear();
    this.faults.replace([]);
    this.environment.cleared();
    this.all = this.firstTenants();
    for (const tenant of this.all) {
      this.allChanged(tenant);
    }
  }

  protected firstTenants(): T[] {
    return [this.seedTenant(1, undefined)];
  }

  /** Takes up what was kept of a tenant; its devices come when they would have come. */
  restore(head: T, kept: readonly unknown[]): void {
    const devices: Device[] = [];
    const tenant: T = { ...head, devices };
    this.all.push(tenant);
    for (const record of kept) {
      const device = this.restoreDevice(tenant, record);
      devices.push(device);
      if (device.nextCheckInAt !== null) {
        this.schedule.resume(device, () => {
          this.checkIn(tenant, device);
        });
      }
    }
  }

  /** What is kept of a device. */
  protected keptOfDevice(_tenant: T, device: Device): unknown {
    return device;
  }

  protected restoreDevice(_tenant: T, kept: unknown): Device {
    return kept as Device;
  }

  /** What is kept of a tenant beside its devices. */
  protected keptOfTenant(tenant: T): unknown {
    return { ...tenant, devices: [] };
  }

  tenantChanged(tenant: T): void {
    this.environment.changed([{ tenant: tenant.id, device: null, value: () => this.keptOfTenant(tenant) }]);
  }

  devicesChanged(tenant: T, devices: readonly Device[]): void {
    this.environment.changed(
      devices.map((device) => ({
        tenant: tenant.id,
        device: device.id,
        value: () => this.keptOfDevice(tenant, device),
      })),
    );
  }

  private allChanged(tenant: T): void {
    this.tenantChanged(tenant);
    this.devicesChanged(tenant, tenant.devices);
  }

  /** Without a valid push certificate nothing reaches an Apple device, and none that is off. */
  reaches(device: Device): boolean {
    return device.switchedOn && !(device.platform === 'ios' && this.faults.has('expired-apns-certificate'));
  }

  checkIn(tenant: T, device: Device): void {
    const again = this.takeUpConfiguration(tenant, device);
    device.lastCheckInAt = this.environment.now();
    this.tenantChanged(tenant);
    this.devicesChanged(tenant, [device]);
    if (again) {
      this.push(tenant, [device]);
    }
  }

  push(tenant: T, devices: readonly Device[]): void {
    for (const device of devices) {
      this.schedule.ask(device, () => {
        this.checkIn(tenant, device);
      });
    }
    this.devicesChanged(tenant, devices);
  }

  stop(): void {
    this.schedule.clear();
  }
}
