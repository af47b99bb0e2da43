import { type FastifyInstance } from 'fastify';
import { enrolDevices } from '../vendor/new-devices.ts';
import { seededGuid } from '../vendor/seeded.ts';
import { type Device, PINGID_APP, type Platform } from '../vendor/tenant.ts';
import { type HandEdit, VendorSimulator } from '../vendor/vendor-simulator.ts';
import { registerAppSearchRoutes } from './app-search.routes.ts';
import { emptyRules } from './assignment-defaults.ts';
import { registerAssignmentRuleRoutes } from './assignment-rules.routes.ts';
import { isAssignedTo, takeUpUemConfiguration } from './device-configuration.ts';
import { MinuteRates } from './minute-rates.ts';
import { registerAppDeviceRoutes } from './app-devices.routes.ts';
import { registerDeviceRoutes } from './devices.routes.ts';
import { registerPublicAppRoutes } from './public-apps.routes.ts';
import { registerSmartGroupRoutes } from './smart-groups.routes.ts';
import { registerSystemRoutes } from './system.routes.ts';
import { registerTokenRoute } from './token.routes.ts';
import { uemErrorBody } from './uem-error.ts';
import { seedWorkspaceOneTenant } from './workspace-one.seed.ts';
import { type WorkspaceOneSystem } from './workspace-one.system.ts';
import { type WorkspaceOneSettings, workspaceOneSettingsSchema } from './workspace-one.settings.ts';
import { PLATFORM_NUMBER, type UemApp, type WorkspaceOneTenant } from './workspace-one.state.ts';

/** Workspace ONE UEM, and the login of its region. */
export class WorkspaceOneSimulator
  extends VendorSimulator<WorkspaceOneTenant, WorkspaceOneSettings>
  implements WorkspaceOneSystem
{
  readonly variants = [];
  readonly settingsSchema = workspaceOneSettingsSchema;
  readonly rates = new MinuteRates();

  protected seedTenant(number: number): WorkspaceOneTenant {
    return seedWorkspaceOneTenant(number, this.environment);
  }

  /** The letter case of `/api` does not matter. */
  override rewriteUrl(url: string): string {
    return url.replace(/^\/api\//iu, '/api/');
  }

  routes(server: FastifyInstance): void {
    registerTokenRoute(server, this);
    registerAppSearchRoutes(server, this);
    registerAssignmentRuleRoutes(server, this);
    registerSmartGroupRoutes(server, this);
    registerSystemRoutes(server, this);
    registerAppDeviceRoutes(server, this);
    registerPublicAppRoutes(server, this);
    registerDeviceRoutes(server, this);
  }

  noRouteAnswer(): { status: number; message: string } {
    return { status: 404, message: 'Not Found' };
  }

  errorBody(status: number, message: string): unknown {
    return uemErrorBody(status, message);
  }

  publish(tenant: WorkspaceOneTenant, app: UemApp): void {
    this.push(
      tenant,
      tenant.devices.filter((device) => isAssignedTo(app, device)),
    );
  }

  pingIdApp(tenant: WorkspaceOneTenant, platform: Platform): UemApp | undefined {
    return tenant.apps.find(
      (app) => app.bundleId === PINGID_APP[platform] && app.platform === PLATFORM_NUMBER[platform],
    );
  }

  describe(tenant: WorkspaceOneTenant, baseUrl: string): Record<string, unknown> {
    const app = (platform: Platform): Record<string, unknown> => {
      const found = this.pingIdApp(tenant, platform);
      return {
        uuid: found?.uuid,
        id: found?.id,
        appId: PINGID_APP[platform],
        platform: PLATFORM_NUMBER[platform],
      };
    };
    return {
      tenant: tenant.id,
      vendor: 'workspace-one',
      apiUrl: baseUrl,
      tokenUrl: `${baseUrl}/connect/token`,
      tenantCode: tenant.tenantCode,
      oauth: tenant.oauth,
      basic: tenant.basic,
      organizationGroup: tenant.organizationGroup,
      smartGroups: tenant.smartGroups,
      apps: { ios: app('ios'), android: app('android') },
      settings: {
        mayWrite: tenant.mayWrite,
        apnsValidTo: tenant.apnsValidTo,
        androidEnterprise: tenant.androidEnterprise,
        signingRequests: tenant.signingRequests,
        ...tenant.behaviour,
      },
    };
  }

  changeSettings(tenant: WorkspaceOneTenant, settings: WorkspaceOneSettings): void {
    if (settings.clientCertificate !== undefined) {
      tenant.clientCertificate = settings.clientCertificate;
    }
    tenant.mayWrite = settings.mayWrite ?? tenant.mayWrite;
    tenant.androidEnterprise = settings.androidEnterprise ?? tenant.androidEnterprise;
    tenant.apnsValidTo = settings.apnsValidTo === undefined ? tenant.apnsValidTo : settings.apnsValidTo;
    tenant.behaviour.typesAsNumbers = settings.typesAsNumbers ?? tenant.behaviour.typesAsNumbers;
    tenant.behaviour.rateLimitPerMinute = settings.rateLimitPerMinute ?? tenant.behaviour.rateLimitPerMinute;
    this.changeApps(tenant, settings);
  }

  private changeApps(tenant: WorkspaceOneTenant, settings: WorkspaceOneSettings): void {
    const { androidTemplateKeys, unassign, duplicateIosApp } = settings;
    const android = this.pingIdApp(tenant, 'android');
    if (android !== undefined && androidTemplateKeys !== undefined) {
      android.template = androidTemplateKeys?.map((key) => ({ key, type: 'STRING' })) ?? null;
    }
    const stripped = unassign === undefined ? undefined : this.pingIdApp(tenant, unassign);
    if (stripped !== undefined) {
      stripped.rules = emptyRules();
    }
    if (duplicateIosApp === true) {
      this.duplicate(tenant, this.pingIdApp(tenant, 'ios'));
    }
  }

  private duplicate(tenant: WorkspaceOneTenant, app: UemApp | undefined): void {
    if (app !== undefined) {
      const uuid = seededGuid(
        this.environment.fleet.seed,
        'ws1-duplicate',
        tenant.number,
        tenant.apps.length,
      );
      tenant.apps.push({ ...app, id: app.id + 100, uuid, rules: emptyRules() });
    }
  }

  editByHand(tenant: WorkspaceOneTenant, { platform, key, value }: HandEdit): boolean {
    const app = this.pingIdApp(tenant, platform);
    if (app === undefined || app.rules.assignments.length === 0) {
      return false;
    }
    for (const assignment of app.rules.assignments) {
      const others = assignment.application_configuration.filter((entry) => entry.key !== key);
      const edited = { key, value: value ?? '', type: 'STRING', nested_configurations: [] };
      assignment.application_configuration = value === null ? others : [...others, edited];
    }
    this.publish(tenant, app);
    return true;
  }

  protected takeUpConfiguration(tenant: WorkspaceOneTenant, device: Device): boolean {
    takeUpUemConfiguration(tenant, device);
    return false;
  }

  enrol(
    tenant: WorkspaceOneTenant,
    enrolment: { platform: Platform; count: number; managed: boolean },
  ): Device[] {
    const group = tenant.smartGroups[enrolment.platform === 'ios' ? 0 : 2];
    const origin = { seed: this.environment.fleet.seed, now: this.environment.now() };
    const devices = enrolDevices(
      tenant,
      { ...enrolment, groups: group === undefined ? [] : [group.uuid] },
      origin,
    );
    this.push(tenant, devices);
    return devices;
  }
}
