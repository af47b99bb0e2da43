import { type FastifyInstance } from 'fastify';
import { isAssignedTo } from './device-configuration.ts';
import { uemPage } from './uem-page.ts';
import { type UemAnswer, type UemCall, uemRoute } from './uem-route.ts';
import { type WorkspaceOneSystem } from './workspace-one.system.ts';
import { type SmartGroup, type UemApp, type WorkspaceOneTenant } from './workspace-one.state.ts';

interface Criteria {
  readonly bundleId: string | undefined;
  readonly type: string | undefined;
  readonly name: string | undefined;
}

const VERSION = { short: '2.1.0', long: '2.1.0.0' };
const PLATFORM_NAMES = { 2: 'APPLE', 5: 'ANDROID', 10: 'APPLE_OS_X' } as const;

const includes = (text: string, part: string | undefined): boolean =>
  part === undefined || text.toLowerCase().includes(part.toLowerCase());

/** Whether `bundleid` matches exactly is not documented: here a part is enough, so compare on your side. */
function matching(tenant: WorkspaceOneTenant, { bundleId, type, name }: Criteria): UemApp[] {
  return tenant.apps.filter(
    (app) =>
      includes(app.bundleId, bundleId) &&
      includes(app.name, name) &&
      (type === undefined || app.type.toLowerCase() === type.toLowerCase()),
  );
}

function groupsOf(tenant: WorkspaceOneTenant, app: UemApp): SmartGroup[] {
  const assigned = new Set(
    app.rules.assignments.flatMap(({ distribution }) =>
      distribution.smart_groups.map((uuid) => uuid.toLowerCase()),
    ),
  );
  return tenant.smartGroups.filter(({ uuid }) => assigned.has(uuid));
}

function counts(tenant: WorkspaceOneTenant, app: UemApp): { assigned: number; installed: number } {
  const assigned = tenant.devices.filter((device) => isAssignedTo(app, device));
  return { assigned: assigned.length, installed: assigned.filter(({ managed }) => managed).length };
}

function versionOne(tenant: WorkspaceOneTenant, app: UemApp): Record<string, unknown> {
  const { assigned, installed } = counts(tenant, app);
  const groups = groupsOf(tenant, app);
  return {
    ApplicationName: app.name,
    BundleId: app.bundleId,
    AppVersion: VERSION.long,
    ActualFileVersion: VERSION.short,
    AppType: app.type,
    Status: 'Active',
    Platform: app.platform,
    AssignmentStatus: groups.length > 0 ? 'Assigned' : 'Unassigned',
    SmartGroups: groups.map(({ id, name }) => ({ Id: id, Name: name })),
    LocationGroupId: tenant.organizationGroup.id,
    RootLocationGroupName: tenant.organizationGroup.name,
    OrganizationGroupUuid: tenant.organizationGroup.uuid,
    PushMode: 0,
    AppRank: 0,
    AssignedDeviceCount: assigned,
    InstalledDeviceCount: installed,
    NotInstalledDeviceCount: assigned - installed,
    Id: { Value: app.id },
    Uuid: app.uuid,
  };
}

function versionTwo(tenant: WorkspaceOneTenant, app: UemApp): Record<string, unknown> {
  const { assigned, installed } = counts(tenant, app);
  const groups = groupsOf(tenant, app);
  return {
    uuid: app.uuid,
    bundle_id: app.bundleId,
    application_name: app.name,
    application_type: app.type.toUpperCase(),
    application_version: VERSION.long,
    actual_file_version: VERSION.short,
    platform: PLATFORM_NAMES[app.platform],
    status: 'ACTIVE',
    assignment_status: groups.length > 0 ? 'ASSIGNED' : 'UNASSIGNED',
    push_mode: 0,
    organization_group_uuid: tenant.organizationGroup.uuid,
    root_organization_group_name: tenant.organizationGroup.name,
    smart_groups: groups.map(({ name, uuid }) => ({ name, smart_group_uuid: uuid })),
    assigned_device_count: assigned,
    installed_device_count: installed,
    not_installed_device_count: assigned - installed,
  };
}

function searchOne({ tenant, query }: UemCall): UemAnswer {
  const criteria = {
    bundleId: query.get('bundleid'),
    type: query.get('applicationtype'),
    name: query.get('applicationname'),
  };
  const { rows, page, pageSize, total } = uemPage(matching(tenant, criteria), query, {
    sizeMax: tenant.behaviour.pageSizeMax,
  });
  return rows.length === 0
    ? 'no-content'
    : {
        Application: rows.map((app) => versionOne(tenant, app)),
        Page: page,
        PageSize: pageSize,
        Total: total,
      };
}

function searchTwo({ tenant, query }: UemCall): UemAnswer {
  const criteria = {
    bundleId: query.get('bundle_id'),
    type: query.get('application_type'),
    name: query.get('name'),
  };
  const found = uemPage(matching(tenant, criteria), query, {
    size: 'page_size',
    sizeMax: tenant.behaviour.pageSizeMax,
  });
  return found.rows.length === 0
    ? 'no-content'
    : {
        applications: found.rows.map((app) => versionTwo(tenant, app)),
        page: found.page,
        page_size: found.pageSize,
        total: found.total,
      };
}

function searchPurchased({ tenant, query }: UemCall): UemAnswer {
  const purchased = matching(tenant, { bundleId: query.get('bundleid'), type: 'Purchased', name: undefined });
  const { rows, page, pageSize, total } = uemPage(purchased, query, {
    sizeMax: tenant.behaviour.pageSizeMax,
  });
  return rows.length === 0
    ? 'no-content'
    : {
        Application: rows.map((app) => versionOne(tenant, app)),
        Page: page,
        PageSize: pageSize,
        Total: total,
      };
}

/** https://developer.omnissa.com/ws1-uem-apis, MAM REST API, Apps search */
export function registerAppSearchRoutes(server: FastifyInstance, system: WorkspaceOneSystem): void {
  uemRoute(server, system, {
    method: 'GET',
    path: '/api/mam/apps/search',
    versions: { 1: searchOne, 2: searchTwo },
  });
  uemRoute(server, system, {
    method: 'GET',
    path: '/api/mam/apps/purchased/search',
    versions: { 1: searchPurchased },
  });
}
