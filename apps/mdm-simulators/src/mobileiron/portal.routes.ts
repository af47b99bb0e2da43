import { type FastifyInstance } from 'fastify';
import { readBody, readQuery } from '../control/control-error.ts';
import { tenantQuery } from '../control/control.schema.ts';
import { tenantOf } from '../control/find-tenant.ts';
import { type MobileironSystem } from './mobileiron.system.ts';
import { appConfigurationBody } from './mobileiron.settings.ts';

/** The administrator's work in the portal, for which neither product has an API. */
export function registerPortalRoutes(server: FastifyInstance, system: MobileironSystem): void {
  server.get('/__sim/app-configurations', (request) => {
    const tenant = tenantOf(system, readQuery(tenantQuery, request.query).tenant);
    return tenant.appConfigurations;
  });
  server.put('/__sim/app-configurations', (request) => {
    const tenant = tenantOf(system, readQuery(tenantQuery, request.query).tenant);
    const { platform, source, entries } = readBody(appConfigurationBody, request.body);
    tenant.appConfigurations[platform][source] = entries;
    system.tenantChanged(tenant);
    system.pushConfiguration(tenant, platform);
    return tenant.appConfigurations;
  });
}
