import { type FastifyInstance } from 'fastify';
import { enrolDevices } from '../vendor/new-devices.ts';
import { seededGuid } from '../vendor/seeded.ts';
import { type Device, PINGID_APP, type Platform } from '../vendor/tenant.ts';
import { type HandEdit } from '../vendor/hand-edit.ts';
import { VendorSimulator } from '../vendor/vendor-simulator.ts';
import { registerAppSearchRoutes } from './app-search.routes.ts';
import { emptyRules } from './assignment-defaults.ts';
import { registerAssignmentRuleRoutes } from './assignment-rules.routes.ts';
import { editRulesByHand } from './edit-rules-by-hand.ts';
import { isAssignedTo, takeUpUemConfiguration } from './device-configuration.ts';
import { Lockouts } from '../vendor/lockouts.ts';
import { present } from '../vendor/present.ts';
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
  readonly lockouts = new Lockouts();

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
    const before = tenant.devices.filter((device) => isAssignedTo(app, device));
    app.published = structuredClone(app.rules);
    const after = tenant.devices.filter((device) => isAssignedTo(app, device));
    this.push(tenant, [...new Set([...before, ...after])]);
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
    const { typesAsNumbers, rateLimitPerMinute, pageSizeMax, publishFailures, locksAfter } = settings;
    const changed = { typesAsNumbers, rateLimitPerMinute, pageSizeMax, publishFailures, locksAfter };
    Object.assign(tenant.behaviour, present(changed));
    if (settings.unlock === true) {
      this.lockouts.unlock(tenant.basic.userName);
    }
    this.changeApps(tenant, settings);
  }

  private changeApps(tenant: WorkspaceOneTenant, settings: WorkspaceOneSettings): void {
    const { androidTemplateKeys, unassign } = settings;
    const android = this.pingIdApp(tenant, 'android');
    if (android !== undefined && androidTemplateKeys !== undefined) {
      android.template = androidTemplateKeys?.map((key) => ({ key, type: 'STRING' })) ?? null;
    }
    const stripped = unassign === undefined ? undefined : this.pingIdApp(tenant, unassign);
    if (stripped !== undefined) {
      stripped.rules = emptyRules();
      stripped.published = emptyRules();
    }
    this.duplicate(tenant, settings);
  }

  private duplicate(
    tenant: WorkspaceOneTenant,
    { duplicateIosApp, secondIosAppAs }: WorkspaceOneSettings,
  ): void {
    const type = secondIosAppAs ?? (duplicateIosApp === true ? 'Public' : undefined);
    const app = this.pingIdApp(tenant, 'ios');
    if (type !== undefined && app !== undefined) {
      const uuid = seededGuid(
        this.environment.fleet.seed,
        'ws1-duplicate',
        tenant.number,
        tenant.apps.length,
      );
      const rules = type === app.type ? emptyRules() : structuredClone(app.rules);
      tenant.apps.push({ ...app, type, id: app.id + 100, uuid, rules, published: structuredClone(rules) });
    }
  }

  protected applyHandEdit(tenant: WorkspaceOneTenant, edit: HandEdit): boolean {
    const app = this.pingIdApp(tenant, edit.platform);
    if (app === undefined || !editRulesByHand(app, edit)) {
      return false;
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
