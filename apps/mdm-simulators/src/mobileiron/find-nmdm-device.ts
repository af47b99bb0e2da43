import { type FastifyRequest } from 'fastify';
import { type Device } from '../vendor/tenant.ts';
import { nmdmError } from './mobileiron-error.ts';
import { type MobileironTenant } from './mobileiron.state.ts';

export function findNmdmDevice(tenant: MobileironTenant, id: string): Device | undefined {
  const number = /^\d+$/u.test(id) ? Number(id) : null;
  return tenant.devices.find((device) => device.id === id || device.number === number);
}

/** By number or GUID, as the path names it. Throws 404. */
export function requireNmdmDevice(tenant: MobileironTenant, request: FastifyRequest): Device {
  const device = findNmdmDevice(tenant, (request.params as { id: string }).id);
  if (device === undefined) {
    throw nmdmError(404, 'The device is not found.');
  }
  return device;
}
