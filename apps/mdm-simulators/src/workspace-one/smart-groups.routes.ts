import { type FastifyInstance } from 'fastify';
import { uemError } from './uem-error.ts';
import { uemPage } from './uem-page.ts';
import { type UemAnswer, type UemCall, uemRoute } from './uem-route.ts';
import { type WorkspaceOneSystem } from './workspace-one.system.ts';
import { type SmartGroup, type WorkspaceOneTenant } from './workspace-one.state.ts';

function record(tenant: WorkspaceOneTenant, group: SmartGroup): Record<string, unknown> {
  const lists = tenant.apps.map(({ rules }) => rules);
  const names = (uuids: readonly string[]): boolean =>
    uuids.some((uuid) => uuid.toLowerCase() === group.uuid);
  return {
    Name: group.name,
    SmartGroupID: group.id,
    SmartGroupUuid: group.uuid,
    ManagedByOrganizationGroupId: String(tenant.organizationGroup.id),
    ManagedByOrganizationGroupUuid: tenant.organizationGroup.uuid,
    ManagedByOrganizationGroupName: tenant.organizationGroup.name,
    Devices: tenant.devices.filter(({ groups }) => groups.includes(group.uuid)).length,
    Assignments: lists
      .flatMap(({ assignments }) => assignments)
      .filter(({ distribution }) => names(distribution.smart_groups)).length,
    Exclusions: lists.filter((rules) => names(rules.excluded_smart_groups)).length,
  };
}

function search({ tenant, query }: UemCall): UemAnswer {
  const name = query.get('name')?.toLowerCase() ?? '';
  const groups = tenant.smartGroups.filter((group) => group.name.toLowerCase().includes(name));
  const { rows, page, pageSize, total } = uemPage(groups, query, { sizeMax: tenant.behaviour.pageSizeMax });
  return rows.length === 0
    ? 'no-content'
    : {
        SmartGroups: rows.map((group) => record(tenant, group)),
        Page: page,
        PageSize: pageSize,
        Total: total,
      };
}

function requireGroup({ tenant, params }: UemCall): SmartGroup {
  const group = tenant.smartGroups.find(({ id }) => String(id) === params['id']);
  if (group === undefined) {
    // What is missing here is 400, not 404.
    throw uemError(400, 6, 'The smart group is not valid.');
  }
  return group;
}

function devices(call: UemCall): UemAnswer {
  const { uuid } = requireGroup(call);
  const members = call.tenant.devices.filter(({ groups }) => groups.includes(uuid));
  return members.length === 0
    ? 'no-content'
    : {
        Devices: members.map((device) => ({
          Id: String(device.number),
          Name: device.name,
          Platform: device.platform === 'ios' ? 'Apple' : 'Android',
          Model: device.platform === 'ios' ? 'iPhone' : 'Pixel',
          OSVersion: '18.0',
          Ownership: 'C',
          Username: device.userName,
        })),
      };
}

/** https://developer.omnissa.com/ws1-uem-apis, MDM REST API V1, Smart groups */
export function registerSmartGroupRoutes(server: FastifyInstance, system: WorkspaceOneSystem): void {
  const base = '/api/mdm/smartgroups';
  uemRoute(server, system, { method: 'GET', path: `${base}/search`, versions: { 1: search } });
  uemRoute(server, system, {
    method: 'GET',
    path: `${base}/:id`,
    versions: { 1: (call) => record(call.tenant, requireGroup(call)) },
  });
  uemRoute(server, system, { method: 'GET', path: `${base}/:id/devices`, versions: { 1: devices } });
}
