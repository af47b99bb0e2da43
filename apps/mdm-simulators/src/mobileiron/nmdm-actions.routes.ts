import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { store } from '../vendor/request-context.ts';
import { findNmdmDevice, requireNmdmDevice } from './find-nmdm-device.ts';
import { nmdmError } from './mobileiron-error.ts';
import { type MobileironSystem } from './mobileiron.system.ts';
import { type MobileironTenant, stateOf } from './mobileiron.state.ts';
import { answer, readNmdm } from './nmdm-answer.ts';
import { actionForm, attributesBody } from './nmdm.schema.ts';
import { writeAttributes } from './write-attributes.ts';

function requireRole(tenant: MobileironTenant): void {
  if (!tenant.behaviour.deviceManagementRole) {
    throw nmdmError(403, 'The user lacks the role Device Management.');
  }
}

function readAttributes(tenant: MobileironTenant, body: unknown): Record<string, string> {
  const { attrs } = readNmdm(attributesBody, body);
  const unknown = Object.keys(attrs).find((name) => !tenant.deviceAttributes.includes(name));
  if (unknown !== undefined) {
    throw nmdmError(400, '', [{ code: 'Unknown', message: 'the attribute is not defined', field: unknown }]);
  }
  return Object.fromEntries(
    Object.entries(attrs).flatMap(([name, given]) => {
      const value = Array.isArray(given) ? given[0] : given;
      return value === null ? [] : [[name, value]];
    }),
  );
}

/** Actions take a form and nothing else. */
function readIds(request: FastifyRequest): string[] {
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') !== true) {
    throw nmdmError(415, 'Unsupported Media Type');
  }
  return [readNmdm(actionForm, request.body).ids].flat();
}

export function registerNmdmActionRoutes(
  server: FastifyInstance,
  system: MobileironSystem,
  enter: (request: FastifyRequest) => MobileironTenant,
): void {
  const path = '/api/v1/device/:id/customattributes';
  server.get(path, (request) => {
    const tenant = enter(request);
    // Bare, without the envelope, and with plain strings.
    return { attrs: stateOf(tenant, requireNmdmDevice(tenant, request).id).attributes };
  });
  server.put(path, (request) => {
    const tenant = enter(request);
    requireRole(tenant);
    const device = requireNmdmDevice(tenant, request);
    // The whole map is replaced: what is not sent is gone.
    const attributes = readAttributes(tenant, request.body);
    store(request, () => {
      writeAttributes(system, tenant, { device, attributes });
    });
    return answer(1);
  });
  server.put('/api/v1/device/forceCheckin', (request) => {
    const tenant = enter(request);
    requireRole(tenant);
    const devices = readIds(request).flatMap((id) => findNmdmDevice(tenant, id) ?? []);
    store(request, () => {
      system.push(tenant, devices);
    });
    return answer(devices.length > 0 ? 1 : 0);
  });
}
