import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { store } from '../vendor/request-context.ts';
import { type Device, PINGID_APP } from '../vendor/tenant.ts';
import { readEpmm, resultPage, results } from './epmm-answer.ts';
import { epmmDeviceRow } from './epmm-device.record.ts';
import { deviceSearchQuery, inventoryQuery, spaceQuery, wakeupBody, wakeupQuery } from './epmm.schema.ts';
import { epmmError } from './mobileiron-error.ts';
import { type MobileironSystem } from './mobileiron.system.ts';
import { type MobileironTenant } from './mobileiron.state.ts';
import { parseQuery, type Row } from './query-language.ts';

const LIMIT_MAX = 200;
const DONE = 'com.mobileiron.vsp.messages.device.action.successful';
const NOT_FOUND = 'com.mobileiron.vsp.messages.device.not.found';

type Enter = (request: FastifyRequest) => MobileironTenant;

function matching(tenant: MobileironTenant, query: string | undefined): Row[] {
  const predicate = query === undefined ? () => true : parseQuery(query);
  if (predicate === null) {
    throw epmmError(400, 'The query is not valid.');
  }
  return tenant.devices.map((device) => epmmDeviceRow(tenant, device)).filter(predicate);
}

function pick(row: Row, fields: readonly string[] | undefined): Row {
  return fields === undefined ? row : Object.fromEntries(fields.map((name) => [name, row[name] ?? null]));
}

function requireDevice(tenant: MobileironTenant, request: FastifyRequest): Device {
  const { uuid } = request.params as { uuid: string };
  const device = tenant.devices.find(({ id }) => id === uuid);
  if (device === undefined) {
    throw epmmError(404, 'The device is not found.');
  }
  return device;
}

function inventory(tenant: MobileironTenant, uuids: readonly string[]): Record<string, unknown>[] {
  return tenant.devices
    .filter(({ id }) => uuids.includes(id))
    .map((device) => ({
      'common.uuid': device.id,
      appInventory: [
        {
          identifier: PINGID_APP[device.platform],
          name: 'PingID',
          version: '2.1.0',
          managed: device.managed,
        },
      ],
    }));
}

/** Each device is answered for: one that is not known fails alone. */
function wakeUp(
  system: MobileironSystem,
  tenant: MobileironTenant,
  request: FastifyRequest,
): Record<string, unknown> {
  const { actionType } = readEpmm(wakeupQuery, request.query);
  const { deviceUuids } = readEpmm(wakeupBody, request.body);
  const devices = tenant.devices.filter(({ id }) => deviceUuids.includes(id));
  const known = new Set(devices.map(({ id }) => id));
  store(request, () => {
    system.push(tenant, devices);
  });
  return {
    actionType,
    deviceResults: Object.fromEntries(deviceUuids.map((uuid) => [uuid, known.has(uuid) ? DONE : NOT_FOUND])),
    successful: deviceUuids.every((uuid) => known.has(uuid)),
  };
}

/** Ivanti EPMM V2 API Guide, Devices */
export function registerEpmmDeviceRoutes(
  server: FastifyInstance,
  system: MobileironSystem,
  from: { prefix: string; enter: Enter },
): void {
  const base = `${from.prefix}/devices`;
  server.get(base, (request) => {
    const tenant = from.enter(request);
    const { query, fields, limit, offset } = readEpmm(deviceSearchQuery, request.query);
    const rows = matching(tenant, query).map((row) => pick(row, fields));
    const page = resultPage(rows, { limit: Math.min(limit, LIMIT_MAX), offset });
    return { ...page, searchTimeMillis: 1, currentServerTimeMilliseconds: Date.now() };
  });
  server.get(`${base}/count`, (request) => {
    const tenant = from.enter(request);
    const { query } = readEpmm(deviceSearchQuery, request.query);
    return { totalCount: matching(tenant, query).length };
  });
  server.get(`${base}/:uuid/details`, (request) => {
    const tenant = from.enter(request);
    readEpmm(spaceQuery, request.query);
    return results(epmmDeviceRow(tenant, requireDevice(tenant, request)));
  });
  server.get(`${base}/appinventory`, (request) => {
    const tenant = from.enter(request);
    return results(inventory(tenant, readEpmm(inventoryQuery, request.query).deviceUuids));
  });
  server.put(`${base}/wakeup`, (request) => wakeUp(system, from.enter(request), request));
}
