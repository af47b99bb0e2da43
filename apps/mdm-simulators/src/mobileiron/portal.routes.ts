import { type FastifyInstance } from 'fastify';
import { readBody, readQuery } from '../control/control-error.ts';
import { tenantQuery } from '../control/control.schema.ts';
import { tenantOf } from '../control/find-tenant.ts';
import { type MobileironSimulator } from './mobileiron.simulator.ts';
import { appConfigurationBody } from './mobileiron.settings.ts';

/** The administrator's work in the portal, for which neither product has an API. */
export function registerPortalRoutes(server: FastifyInstance, simulator: MobileironSimulator): void {
  server.get('/__sim/app-configurations', (request) => {
    const tenant = tenantOf(simulator, readQuery(tenantQuery, request.query).tenant);
    return tenant.appConfigurations;
  });
  server.put('/__sim/app-configurations', (request) => {
    const tenant = tenantOf(simulator, readQuery(tenantQuery, request.query).tenant);
    const { platform, source, entries } = readBody(appConfigurationBody, request.body);
    tenant.appConfigurations[platform][source] = entries;
    simulator.tenantChanged(tenant);
    simulator.pushConfiguration(tenant, platform);
    return tenant.appConfigurations;
  });
}
