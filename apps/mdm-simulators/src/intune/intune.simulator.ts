import { type FastifyInstance } from 'fastify';
import { enrolDevices } from '../vendor/new-devices.ts';
import { seededGuid } from '../vendor/seeded.ts';
import { type Device, PINGID_APP, type Platform } from '../vendor/tenant.ts';
import { type HandEdit } from '../vendor/hand-edit.ts';
import { VendorSimulator } from '../vendor/vendor-simulator.ts';
import { registerAppConfigurationRoutes } from './app-configurations.routes.ts';
import { registerAssignmentRoutes } from './assignments.routes.ts';
import { registerDeliveryStatusRoutes } from './delivery-status.routes.ts';
import { isAssignedTo, takeUpIntuneConfiguration } from './device-configuration.ts';
import { registerBatchRoute } from './batch.routes.ts';
import { addGraphHeaders } from './graph-headers.ts';
import { registerManagedDeviceRoutes } from './managed-devices.routes.ts';
import { registerReadinessRoutes } from './readiness.routes.ts';
import { editPoliciesByHand } from './edit-policy-by-hand.ts';
import { graphErrorBody } from './graph-error.ts';
import { seedIntuneTenant } from './intune.seed.ts';
import { type IntuneSettings, intuneSettingsSchema } from './intune.settings.ts';
import { type IntuneSystem } from './intune.system.ts';
import { type GraphVersion, type IntuneTenant, type Policy } from './intune.state.ts';
import { registerMobileAppRoutes } from './mobile-apps.routes.ts';
import { IntuneThrottle } from './throttle.ts';
import { registerTokenRoute } from './token.routes.ts';

const VERSIONS: readonly GraphVersion[] = ['v1.0', 'beta'];
const PINGID_APPS: readonly string[] = Object.values(PINGID_APP);

/** Microsoft Intune behind Microsoft Graph, and its login. */
export class IntuneSimulator extends VendorSimulator<IntuneTenant, IntuneSettings> implements IntuneSystem {
  readonly variants = [];
  readonly settingsSchema = intuneSettingsSchema;
  readonly throttle = new IntuneThrottle();
  readonly seed = this.environment.fleet.seed;

  protected seedTenant(number: number): IntuneTenant {
    return seedIntuneTenant(number, this.environment);
  }

  /** OData also writes a key in parentheses and quotes. */
  override rewriteUrl(url: string): string {
    const [path = '', ...query] = url.split('?');
    return [path.replace(/\((?:'|%27)([^'/]*?)(?:'|%27)\)/gu, '/$1'), ...query].join('?');
  }

  routes(server: FastifyInstance): void {
    addGraphHeaders(server);
    registerTokenRoute(server, this);
    for (const version of VERSIONS) {
      registerMobileAppRoutes(server, this, version);
      registerAppConfigurationRoutes(server, this, version);
      registerAssignmentRoutes(server, this, version);
      registerDeliveryStatusRoutes(server, this, version);
      registerManagedDeviceRoutes(server, this, version);
      registerReadinessRoutes(server, this, version);
      registerBatchRoute(server, version);
    }
  }

  /** Graph refuses a path that it does not know with 400. */
  noRouteAnswer(url: string): { status: number; message: string } {
    const segment = url.split('?')[0]?.split('/').at(-1) ?? '';
    return /^\/(v1\.0|beta)\//u.test(url)
      ? { status: 400, message: `Resource not found for the segment '${segment}'.` }
      : { status: 404, message: 'Not Found' };
  }

  errorBody(status: number, message: string): unknown {
    return graphErrorBody(status, message);
  }

  notify(tenant: IntuneTenant, policy: Policy): void {
    this.push(
      tenant,
      tenant.devices.filter((device) => isAssignedTo(policy, device)),
    );
  }

  describe(tenant: IntuneTenant, baseUrl: string): Record<string, unknown> {
    const [staff] = tenant.groups;
    return {
      tenant: tenant.id,
      vendor: 'intune',
      loginUrl: baseUrl,
      graphUrl: baseUrl,
      tenantId: tenant.id,
      domain: tenant.domain,
      clientId: tenant.clientId,
      clientSecret: tenant.clientSecret,
      groups: tenant.groups,
      staffGroupId: staff?.id,
      apps: Object.fromEntries(
        tenant.apps
          .filter(({ appId }) => PINGID_APPS.includes(appId))
          .map((app) => [app.appId === PINGID_APP.ios ? 'ios' : 'android', { id: app.id, appId: app.appId }]),
      ),
      settings: {
        roles: tenant.roles,
        apnsExpiresAt: tenant.apnsExpiresAt,
        bindStatus: tenant.bindStatus,
        ...tenant.behaviour,
      },
    };
  }

  changeSettings(tenant: IntuneTenant, settings: IntuneSettings): void {
    const {
      roles,
      apnsExpiresAt,
      bindStatus,
      appsAssigned,
      clientCertificate,
      duplicateIosApp,
      ...behaviour
    } = settings;
    tenant.clientCertificate = clientCertificate === undefined ? tenant.clientCertificate : clientCertificate;
    tenant.roles = roles ?? tenant.roles;
    tenant.apnsExpiresAt = apnsExpiresAt === undefined ? tenant.apnsExpiresAt : apnsExpiresAt;
    tenant.bindStatus = bindStatus ?? tenant.bindStatus;
    const [staff] = tenant.groups;
    for (const app of tenant.apps.filter(
      ({ appId }) => appsAssigned !== undefined && PINGID_APPS.includes(appId),
    )) {
      app.assignedGroups = appsAssigned === true && staff !== undefined ? [staff.id] : [];
    }
    this.duplicateIosApp(tenant, duplicateIosApp === true);
    Object.assign(tenant.behaviour, behaviour);
  }

  private duplicateIosApp(tenant: IntuneTenant, isAsked: boolean): void {
    const app = tenant.apps.find(({ appId }) => appId === PINGID_APP.ios);
    if (isAsked && app !== undefined) {
      const id = seededGuid(this.environment.fleet.seed, 'intune-duplicate', tenant.number);
      tenant.apps.push({ ...app, id, type: '#microsoft.graph.iosVppApp' });
    }
  }

  protected applyHandEdit(tenant: IntuneTenant, edit: HandEdit): boolean {
    const edited = editPoliciesByHand(tenant, edit);
    for (const policy of edited) {
      this.notify(tenant, policy);
    }
    return edited.length > 0;
  }

  protected takeUpConfiguration(tenant: IntuneTenant, device: Device): boolean {
    takeUpIntuneConfiguration(tenant, device, this.environment.now());
    return false;
  }

  enrol(tenant: IntuneTenant, enrolment: { platform: Platform; count: number; managed: boolean }): Device[] {
    const groups = tenant.groups.slice(0, 1).map(({ id }) => id);
    const origin = { seed: this.environment.fleet.seed, now: this.environment.now() };
    const devices = enrolDevices(tenant, { ...enrolment, groups }, origin);
    this.push(tenant, devices);
    return devices;
  }
}
