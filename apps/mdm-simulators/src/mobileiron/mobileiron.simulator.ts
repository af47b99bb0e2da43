import { type FastifyInstance } from 'fastify';
import { enrolDevices } from '../vendor/new-devices.ts';
import { type Device, PINGID_APP, type Platform } from '../vendor/tenant.ts';
import { type HandEdit } from '../vendor/hand-edit.ts';
import { VendorSimulator } from '../vendor/vendor-simulator.ts';
import { Lockouts } from '../vendor/lockouts.ts';
import { CpsLimits } from './cps-limits.ts';
import { registerCpsRoutes } from './cps.routes.ts';
import { awaitCheckIn, takeUpMobileironConfiguration } from './device-configuration.ts';
import { editAttributesByHand } from './edit-attributes-by-hand.ts';
import { registerEpmmRoutes } from './epmm.routes.ts';
import { mobileironErrorBody } from './mobileiron-error.ts';
import { seedMobileironTenant, TOKEN_ATTRIBUTE } from './mobileiron.seed.ts';
import { type MobileironSystem } from './mobileiron.system.ts';
import { type MobileironSettings, mobileironSettingsSchema } from './mobileiron.settings.ts';
import { type DeviceState, type MobileironTenant, stateOf } from './mobileiron.state.ts';
import { registerNmdmRoutes } from './nmdm.routes.ts';
import { registerPortalRoutes } from './portal.routes.ts';
import { registerState } from './register-state.ts';

/** Ivanti Neurons for MDM and Ivanti EPMM: a tenant is of one of them, its credentials tell which. */
export class MobileironSimulator
  extends VendorSimulator<MobileironTenant, MobileironSettings>
  implements MobileironSystem
{
  readonly variants = ['nmdm', 'two-spaces', 'epmm'];
  readonly settingsSchema = mobileironSettingsSchema;
  readonly cpsLimits = new CpsLimits();
  readonly lockouts = new Lockouts();

  protected seedTenant(number: number, variant: string | undefined): MobileironTenant {
    return seedMobileironTenant(number, variant, this.environment);
  }

  protected override firstTenants(): MobileironTenant[] {
    return [this.seedTenant(1, 'nmdm'), this.seedTenant(2, 'epmm')];
  }

  routes(server: FastifyInstance): void {
    registerCpsRoutes(server, this);
    registerNmdmRoutes(server, this);
    registerEpmmRoutes(server, this);
    registerPortalRoutes(server, this);
  }

  noRouteAnswer(): { status: number; message: string } {
    return { status: 404, message: 'Not Found' };
  }

  errorBody(_status: number, message: string, url: string): unknown {
    return mobileironErrorBody(url, message);
  }

  awaitCheckIn(tenant: MobileironTenant, device: Device): void {
    awaitCheckIn(tenant, device, this.environment.fleet.seed);
  }

  pushConfiguration(tenant: MobileironTenant, platform: Platform): void {
    const devices = tenant.devices.filter((device) => device.platform === platform);
    for (const device of devices) {
      this.awaitCheckIn(tenant, device);
    }
    this.push(tenant, devices);
  }

  describe(tenant: MobileironTenant, baseUrl: string): Record<string, unknown> {
    return {
      tenant: tenant.id,
      vendor: tenant.product === 'nmdm' ? 'ivanti-neurons' : 'ivanti-epmm',
      apiUrl: baseUrl,
      userName: tenant.userName,
      password: tenant.password,
      spaces: tenant.spaces,
      tokenAttribute: TOKEN_ATTRIBUTE,
      deviceAttributes: tenant.deviceAttributes,
      apps: { ios: { appId: PINGID_APP.ios }, android: { appId: PINGID_APP.android } },
      settings: { ...tenant.behaviour, serverVersion: tenant.serverVersion },
    };
  }

  changeSettings(tenant: MobileironTenant, settings: MobileironSettings): void {
    const { retryInstall, deviceAttributes, serverVersion, unlock, ...behaviour } = settings;
    Object.assign(tenant.behaviour, behaviour);
    if (unlock === true) {
      this.lockouts.unlock(tenant.userName);
    }
    tenant.deviceAttributes = deviceAttributes ?? tenant.deviceAttributes;
    tenant.serverVersion = serverVersion ?? tenant.serverVersion;
    if (retryInstall === true) {
      this.retryFailed(tenant);
    }
  }

  private retryFailed(tenant: MobileironTenant): void {
    const failed = tenant.devices.filter((device) => stateOf(tenant, device.id).failed);
    for (const device of failed) {
      Object.assign(stateOf(tenant, device.id), { failed: false, checkInsLeft: 1 });
    }
    this.push(tenant, failed);
  }

  protected applyHandEdit(tenant: MobileironTenant, edit: HandEdit): boolean {
    const edited = editAttributesByHand(tenant, edit);
    if (edited) {
      this.pushConfiguration(tenant, edit.platform);
    }
    return edited;
  }

  protected override keptOfTenant(tenant: MobileironTenant): unknown {
    return { ...tenant, devices: [], deviceStates: {} };
  }

  protected override keptOfDevice(tenant: MobileironTenant, device: Device): unknown {
    return { device, state: stateOf(tenant, device.id) };
  }

  protected override restoreDevice(tenant: MobileironTenant, kept: unknown): Device {
    const { device, state } = kept as { device: Device; state: DeviceState };
    tenant.deviceStates[device.id] = state;
    return device;
  }

  protected takeUpConfiguration(tenant: MobileironTenant, device: Device): boolean {
    return takeUpMobileironConfiguration(tenant, device);
  }

  enrol(
    tenant: MobileironTenant,
    enrolment: { platform: Platform; count: number; managed: boolean },
  ): Device[] {
    const origin = { seed: this.environment.fleet.seed, now: this.environment.now() };
    const devices = enrolDevices(tenant, { ...enrolment, groups: [] }, origin);
    for (const device of devices) {
      registerState(tenant, device);
    }
    this.push(tenant, devices);
    return devices;
  }
}
