import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { type z } from 'zod';
import { authenticate } from './authenticate.ts';
import { nmdmError } from './mobileiron-error.ts';
import { type MobileironSystem } from './mobileiron.system.ts';
import { defaultSpace, type MobileironTenant, stateOf } from './mobileiron.state.ts';
import { registerNmdmActionRoutes } from './nmdm-actions.routes.ts';
import { nmdmDeviceDetail, nmdmDeviceRow } from './nmdm-device.record.ts';
import { answer, readNmdm } from './nmdm-answer.ts';
import { attributeTypeQuery, deviceQuery } from './nmdm.schema.ts';
import { requireNmdmDevice } from './find-nmdm-device.ts';
import { parseQuery, type Row } from './query-language.ts';

/** Lists that come from the database give no more, whatever is asked for. */
const DATABASE_ROWS_MAX = 50;

function list(
  searchResults: readonly unknown[],
  of: { total: number; start: number; rows: number },
): Record<string, unknown> {
  return answer({
    totalCount: of.total,
    searchResults,
    offset: of.start,
    limit: of.rows,
    queryTime: 1,
    facetedResults: {},
    totalUnfilteredResultCount: of.total,
  });
}

function faceted(rows: readonly Row[]): Record<string, Record<string, number>> {
  const count = (field: string): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const row of rows) {
      const value = String(row[field]);
      counts[value] = (counts[value] ?? 0) + 1;
    }
    return counts;
  };
  return {
    PLATFORMTYPE: count('platformType'),
    REGISTRATIONSTATE: count('registrationState'),
    ANDROIDMANAGEDBYGOOGLE: count('androidManagedByGoogle'),
  };
}

type DeviceQuery = z.infer<typeof deviceQuery>;

function matchingRows(tenant: MobileironTenant, query: DeviceQuery): Row[] {
  const spaceId = query.dmPartitionId ?? defaultSpace(tenant).id;
  if (!tenant.spaces.some(({ id }) => id === spaceId)) {
    throw nmdmError(400, 'The device space is not known.');
  }
  // A trailing AND was seen in a client and is taken.
  const predicate = query.fq === undefined ? () => true : parseQuery(query.fq.replace(/\s+and\s*$/iu, ''));
  if (predicate === null) {
    throw nmdmError(400, 'The filter query is not valid.');
  }
  return tenant.devices
    .filter((device) => stateOf(tenant, device.id).spaceId === spaceId)
    .map((device) => nmdmDeviceRow(tenant, device))
    .filter((row) => query.platformType === undefined || row['platformType'] === query.platformType)
    .filter(predicate);
}

function listDevices(tenant: MobileironTenant, query: DeviceQuery): Record<string, unknown> {
  if (query.rows < 1 || query.rows > 500) {
    throw nmdmError(400, '', [{ code: 'Range', message: 'must be between 1 and 500', field: 'rows' }]);
  }
  const rows = matchingRows(tenant, query);
  return answer({
    totalCount: rows.length,
    searchResults: rows.slice(query.start, query.start + Math.min(query.rows, tenant.behaviour.pageSizeMax)),
    offset: query.start,
    limit: query.rows,
    queryTime: 1,
    facetedResults: faceted(rows),
    totalUnfilteredResultCount: tenant.devices.length,
  });
}

function permissions(tenant: MobileironTenant): string[] {
  const updates = ['device.update', 'device.force.checkin', 'device.push.profile'];
  return ['device.read', ...(tenant.behaviour.deviceManagementRole ? updates : [])];
}

function registerReads(server: FastifyInstance, enter: (request: FastifyRequest) => MobileironTenant): void {
  server.get('/api/v1/metadata/tenant', (request) => {
    const tenant = enter(request);
    const { id } = defaultSpace(tenant);
    return answer({
      defaultDmPartitionId: id,
      cmPermissionList: ['app.read'],
      dmPermissionList: permissions(tenant),
    });
  });
  server.get('/api/v1/tenant/partition/device', (request) => {
    const tenant = enter(request);
    const spaces = tenant.spaces.map(({ id, name, isDefault }, index) => ({
      id,
      name,
      defaultPartition: isDefault,
      deviceCount: tenant.devices.filter((device) => stateOf(tenant, device.id).spaceId === id).length,
      configurationCount: 4,
      policyCount: 2,
      deviceGroupCount: 1,
      domainRule: null,
      priority: index,
    }));
    return list(spaces, { total: spaces.length, start: 0, rows: 50 });
  });
  server.get('/api/v1/customattributes', (request) => {
    const tenant = enter(request);
    const { type, start, rows } = readNmdm(attributeTypeQuery, request.query);
    const size = Math.min(rows, tenant.behaviour.pageSizeMax, DATABASE_ROWS_MAX);
    const definitions = (type === 'device' ? tenant.deviceAttributes : []).map((name, index) => ({
      id: index + 1,
      createdAt: 1_760_000_000_000,
      createdBy: 1,
      modifiedAt: 1_760_000_000_000,
      modifiedBy: 1,
      type: type.toUpperCase(),
      name,
    }));
    const page = definitions.slice(start, start + size);
    return list(page, { total: definitions.length, start, rows: size });
  });
  server.get('/api/v1/policy', (request) => {
    const tenant = enter(request);
    // A managed app configuration is a command, not a profile: it is not among them.
    const profile = { id: 1, name: 'Passcode', systemName: null, totalDeviceCount: tenant.devices.length };
    return list([profile], { total: 1, start: 0, rows: 50 });
  });
}

function registerDeviceReads(
  server: FastifyInstance,
  enter: (request: FastifyRequest) => MobileironTenant,
): void {
  server.get('/api/v1/device', (request) =>
    listDevices(enter(request), readNmdm(deviceQuery, request.query)),
  );
  server.get('/api/v1/device/:id', (request) => {
    const tenant = enter(request);
    return answer(nmdmDeviceDetail(tenant, requireNmdmDevice(tenant, request)));
  });
}

/** MobileIron Cloud Customer Integration API Guide */
export function registerNmdmRoutes(server: FastifyInstance, system: MobileironSystem): void {
  const enter = (request: FastifyRequest): MobileironTenant => authenticate(system, request, ['nmdm']);
  registerReads(server, enter);
  registerDeviceReads(server, enter);
  registerNmdmActionRoutes(server, system, enter);
}
