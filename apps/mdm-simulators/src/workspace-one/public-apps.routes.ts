import { type FastifyInstance } from 'fastify';
import { store } from '../vendor/request-context.ts';
import { isAssignedTo } from './device-configuration.ts';
import { uemError } from './uem-error.ts';
import { type UemAnswer, type UemCall, uemRoute } from './uem-route.ts';
import { type WorkspaceOneSystem } from './workspace-one.system.ts';
import { type UemApp } from './workspace-one.state.ts';

function requirePublicApp({ tenant, params }: UemCall): UemApp {
  const app = tenant.apps.find(({ id, type }) => String(id) === params['id'] && type === 'Public');
  if (app === undefined) {
    throw uemError(404, 7000, 'Application not found.');
  }
  return app;
}

function record(call: UemCall): UemAnswer {
  const app = requirePublicApp(call);
  return {
    Id: { Value: app.id },
    Uuid: app.uuid,
    ApplicationName: app.name,
    BundleId: app.bundleId,
    Platform: app.platform,
    LocationGroupId: call.tenant.organizationGroup.id,
  };
}

function install(system: WorkspaceOneSystem, call: UemCall): UemAnswer {
  const app = requirePublicApp(call);
  const { DeviceId: id, SerialNumber: serial } = (call.request.body ?? {}) as Partial<
    Record<string, unknown>
  >;
  const device = call.tenant.devices.find(
    ({ number, serialNumber }) => number === id || serialNumber === serial,
  );
  if (device === undefined || !isAssignedTo(app, device)) {
    throw uemError(400, 400, 'The application is not assigned to the device.');
  }
  store(call.request, () => {
    system.push(call.tenant, [device]);
  });
  return 'accepted';
}

/** https://developer.omnissa.com/ws1-uem-apis, MAM REST API V1, Public apps. `…/assignments` is in no document: it does not exist. */
export function registerPublicAppRoutes(server: FastifyInstance, system: WorkspaceOneSystem): void {
  const path = '/api/mam/apps/public/:id';
  uemRoute(server, system, { method: 'GET', path, versions: { 1: record } });
  uemRoute(server, system, {
    method: 'POST',
    path: `${path}/install`,
    versions: { 1: (call) => install(system, call) },
    writes: true,
  });
}
