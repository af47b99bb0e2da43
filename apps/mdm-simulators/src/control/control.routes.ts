import { type FastifyInstance } from 'fastify';
import { faultsSchema } from '../faults/fault.schema.ts';
import { type Tenant } from '../vendor/tenant.ts';
import { type VendorSimulator } from '../vendor/vendor-simulator.ts';
import { handEditSchema } from '../vendor/hand-edit.ts';
import { type VendorSurface } from '../vendor/vendor-surface.ts';
import { controlError, readBody, readQuery } from './control-error.ts';
import { emptyBody, newTenantBody, requestsQuery, tenantQuery } from './control.schema.ts';
import { registerDeviceRoutes } from './device.routes.ts';
import { tenantOf } from './find-tenant.ts';

function registerFaultRoutes(server: FastifyInstance, vendor: VendorSurface): void {
  server.get('/__sim/faults', () => ({ faults: vendor.faults.list() }));
  server.put('/__sim/faults', (request) => {
    vendor.faults.replace(readBody(faultsSchema, request.body).faults);
    return { faults: vendor.faults.list() };
  });
  server.delete('/__sim/faults', (_request, reply) => {
    vendor.faults.replace([]);
    return reply.code(204).send();
  });
  server.get('/__sim/requests', (request) => {
    const { limit } = readQuery(requestsQuery, request.query);
    const { journal } = vendor;
    return { counts: journal.summary(), peaks: journal.peaks(), requests: journal.list(limit) };
  });
  server.delete('/__sim/requests', (_request, reply) => {
    vendor.journal.clear();
    return reply.code(204).send();
  });
}

function registerTenantRoutes<T extends Tenant, S>(
  server: FastifyInstance,
  vendor: VendorSimulator<T, S>,
): void {
  const baseUrl = (host: string): string => `http://${host}`;
  server.get('/__sim/tenant', (request) => {
    const { tenant } = readQuery(tenantQuery, request.query);
    return vendor.describe(tenantOf(vendor, tenant), baseUrl(request.host));
  });
  server.get('/__sim/tenants', () => ({ tenants: vendor.tenants().map(({ id }) => id) }));
  server.post('/__sim/tenants', (request, reply) => {
    const { variant } = readBody(newTenantBody, request.body);
    if (variant !== undefined && !vendor.variants.includes(variant)) {
      throw controlError(400, 'sim-variant-unknown', `Known variants: ${vendor.variants.join(', ')}.`);
    }
    return reply.code(201).send(vendor.describe(vendor.addTenant(variant), baseUrl(request.host)));
  });
  server.patch('/__sim/tenant', (request) => {
    const tenant = tenantOf(vendor, readQuery(tenantQuery, request.query).tenant);
    vendor.changeSettings(tenant, readBody(vendor.settingsSchema, request.body));
    vendor.tenantChanged(tenant);
    return vendor.describe(tenant, baseUrl(request.host));
  });
  server.post('/__sim/hand-edit', (request, reply) => {
    const tenant = tenantOf(vendor, readQuery(tenantQuery, request.query).tenant);
    if (!vendor.editByHand(tenant.id, readBody(handEditSchema, request.body))) {
      throw controlError(
        409,
        'sim-nothing-to-edit',
        'The MDM holds no configuration of the app on this platform.',
      );
    }
    return reply.code(204).send();
  });
}

/** The control of the simulation, which no vendor has: faults, devices, the administrator's hand. */
export function registerControl<T extends Tenant, S>(
  server: FastifyInstance,
  vendor: VendorSimulator<T, S>,
): void {
  registerFaultRoutes(server, vendor);
  registerTenantRoutes(server, vendor);
  registerDeviceRoutes(server, vendor);
  server.post('/__sim/reset', (request, reply) => {
    readBody(emptyBody, request.body);
    vendor.reset();
    return reply.code(204).send();
  });
}
