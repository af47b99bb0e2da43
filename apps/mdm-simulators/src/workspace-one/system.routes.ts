import { type FastifyInstance } from 'fastify';
import { uemError } from './uem-error.ts';
import { uemPage } from './uem-page.ts';
import { type UemAnswer, type UemCall, uemRoute } from './uem-route.ts';
import { type WorkspaceOneSystem } from './workspace-one.system.ts';

function info(): UemAnswer {
  return {
    ProductName: 'Workspace ONE UEM',
    ProductVersion: '26.2.0.0',
    Version: 1,
    BuildKey: 'simulated',
    Resources: { Workspaces: [{ Name: 'MDM', Location: '/api/mdm' }] },
  };
}

function requireGroup({ tenant, params }: UemCall, by: 'id' | 'uuid'): void {
  if (String(tenant.organizationGroup[by]) !== params['group']?.toLowerCase()) {
    throw uemError(404, by === 'uuid' ? 6008 : 404, 'The organization group is not found.');
  }
}

function apnsCertificate(system: WorkspaceOneSystem, call: UemCall): UemAnswer {
  requireGroup(call, 'uuid');
  const { apnsValidTo } = call.tenant;
  if (apnsValidTo === null) {
    throw uemError(400, 6013, 'There is no certificate on the organization group.');
  }
  const expired = system.faults.has('expired-apns-certificate');
  return {
    apple_id: 'mdm@example.com',
    certificate_type: 'Pkcs12',
    issued_to: 'APSP:simulated',
    issued_by: 'Apple Application Integration 2 Certification Authority',
    valid_from: '2025-11-01T00:00:00.000Z',
    valid_to: expired ? new Date(Date.now() - 86_400_000).toISOString() : apnsValidTo,
    thumbprint: '00'.repeat(20),
    current_setting: 'OVERRIDE',
    child_permission: 'INHERIT_OR_OVERRIDE',
  };
}

function androidWork(call: UemCall): UemAnswer {
  requireGroup(call, 'id');
  if (!call.tenant.androidEnterprise) {
    throw uemError(404, 6071, 'Android Enterprise is not configured.');
  }
  return {
    ServiceAccountEmail: 'service@example.com',
    ServiceAccountClientId: '100000000000000000000',
    ServiceAccountAdminEmail: 'admin@example.com',
    EnterpriseId: 'LC00simulated',
    AndroidWorkSetUpMode: 'ManagedGooglePlayAccounts',
    PrimaryDomain: 'example.com',
    IsAmapiConfigured: true,
  };
}

function groupsOne({ tenant, query }: UemCall): UemAnswer {
  const { organizationGroup: group } = tenant;
  const matches =
    group.name.includes(query.get('name') ?? '') && [undefined, group.groupId].includes(query.get('groupid'));
  const { rows, page, pageSize, total } = uemPage(matches ? [group] : [], query);
  return {
    // Rows of version 1 have no Uuid.
    LocationGroups: rows.map(({ id, name, groupId }) => ({
      Id: { Value: id },
      Name: name,
      GroupId: groupId,
      LocationGroupType: 'Customer',
      Devices: String(tenant.devices.length),
      Country: 'US',
      Locale: 'en-US',
      CreatedOn: '2025-11-01T00:00:00',
    })),
    Page: page,
    PageSize: pageSize,
    Total: total,
  };
}

function groupsTwo({ tenant, query }: UemCall): UemAnswer {
  const { id, uuid, name, groupId } = tenant.organizationGroup;
  const matches =
    name.includes(query.get('name') ?? '') && [undefined, groupId].includes(query.get('groupid'));
  const groups = matches ? [{ Id: id, Uuid: uuid, Name: name, GroupId: groupId }] : [];
  return { OrganizationGroups: groups, TotalResults: groups.length };
}

function groupTwo(call: UemCall): UemAnswer {
  requireGroup(call, 'uuid');
  const { id, uuid, name, groupId } = call.tenant.organizationGroup;
  return { id, uuid, Name: name, GroupId: groupId };
}

/** https://developer.omnissa.com/ws1-uem-apis, System REST API V1 and V2 */
export function registerSystemRoutes(server: FastifyInstance, system: WorkspaceOneSystem): void {
  const get = (path: string, versions: Record<number, (call: UemCall) => UemAnswer>): void => {
    uemRoute(server, system, { method: 'GET', path: `/api/system${path}`, versions });
  };
  get('/info', { 1: info });
  get('/groups/search', { 1: groupsOne, 2: groupsTwo });
  get('/groups/:group', { 2: groupTwo });
  get('/groups/:group/androidwork', { 1: androidWork });
  get('/groups/:group/apns', {
    // Version 1 makes a signing request: whoever probes with it changes the customer's system.
    1: (call) => {
      call.tenant.signingRequests += 1;
      system.tenantChanged(call.tenant);
      return { CertificateSigningRequest: 'simulated' };
    },
    2: (call) => apnsCertificate(system, call),
  });
}
