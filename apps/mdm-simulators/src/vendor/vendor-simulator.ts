import { type FastifyInstance } from 'fastify';
import { type z } from 'zod';
import { type FleetConfig } from '../config.ts';
import { FaultPlan } from '../faults/fault-plan.ts';
import { CheckInSchedule } from './check-in-schedule.ts';
import { RequestJournal } from './request-journal.ts';
import { type Device, type Platform, type Tenant } from './tenant.ts';

export interface VendorState<T extends Tenant> {
  readonly tenants: T[];
}

export interface VendorEnvironment {
  readonly fleet: FleetConfig;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Called after each change of the state, so that it can be kept. */
  readonly changed: () => void;
}

export interface HandEdit {
  readonly platform: Platform;
  readonly key: string;
  /** Null takes the key away. */
  readonly value: string | null;
}

/** One vendor's system: its tenants, its API, its devices. */
export abstract class VendorSimulator<T extends Tenant, S = unknown> {
  readonly journal = new RequestJournal();
  readonly faults = new FaultPlan();
  private readonly schedule: CheckInSchedule;
  private state: VendorState<T> = { tenants: [] };

  constructor(readonly environment: VendorEnvironment) {
    this.schedule = new CheckInSchedule(environment.fleet, environment.now);
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
  /** The administrator edits the configuration in the vendor's console. False: there is nothing to edit. */
  abstract editByHand(tenant: T, edit: HandEdit): boolean;
  /** The device takes up what the MDM has for it. True: one more check-in is needed. */
  protected abstract takeUpConfiguration(tenant: T, device: Device): boolean;
  /** Enrols into the vendor's default groups. */
  abstract enrol(tenant: T, enrolment: { platform: Platform; count: number; managed: boolean }): Device[];

  /** The vendor's other spellings of one path. */
  rewriteUrl(url: string): string {
    return url;
  }

  tenants(): readonly T[] {
    return this.state.tenants;
  }

  tenant(id: string | undefined): T | undefined {
    return id === undefined ? this.state.tenants[0] : this.state.tenants.find((tenant) => tenant.id === id);
  }

  addTenant(variant: string | undefined): T {
    const tenant = this.seedTenant(this.state.tenants.length + 1, variant);
    this.state.tenants.push(tenant);
    this.environment.changed();
    return tenant;
  }

  /** Back to the first tenant as seeded. */
  reset(): void {
    this.schedule.clear();
    this.journal.clear();
    this.faults.replace([]);
    this.restore({ tenants: this.firstTenants() });
    this.environment.changed();
  }

  protected firstTenants(): T[] {
    return [this.seedTenant(1, undefined)];
  }

  restore(state: VendorState<T>): void {
    this.state = state;
    for (const tenant of state.tenants) {
      for (const device of tenant.devices.filter((candidate) => candidate.nextCheckInAt !== null)) {
        this.schedule.resume(device, () => {
          this.checkIn(tenant, device);
        });
      }
    }
  }

  snapshot(): VendorState<T> {
    return this.state;
  }

  checkIn(tenant: T, device: Device): void {
    const again = this.takeUpConfiguration(tenant, device);
    device.lastCheckInAt = this.environment.now();
    this.environment.changed();
    if (again) {
      this.push(tenant, [device]);
    }
  }

  /** Asks devices to check in; each comes after its own delay. */
  push(tenant: T, devices: readonly Device[]): void {
    for (const device of devices) {
      this.schedule.ask(device, () => {
        this.checkIn(tenant, device);
      });
    }
    this.environment.changed();
  }

  stop(): void {
    this.schedule.clear();
  }
}
