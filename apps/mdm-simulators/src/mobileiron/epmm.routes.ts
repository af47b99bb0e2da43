import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { PINGID_APP, type Platform } from '../vendor/tenant.ts';
import { authenticate } from './authenticate.ts';
import { readEpmm, resultPage, results } from './epmm-answer.ts';
import { registerEpmmDeviceRoutes } from './epmm-devices.routes.ts';
import { definitionsQuery, labelQuery, spaceQuery } from './epmm.schema.ts';
import { epmmError } from './mobileiron-error.ts';
import { type MobileironSystem } from './mobileiron.system.ts';
import { defaultSpace, type MobileironTenant } from './mobileiron.state.ts';

/** On the premises, and as the vendor hosts it. */
const PREFIXES = ['/api/v2', '/rest/api/v2'];

const PLATFORMS: readonly Platform[] = ['ios', 'android'];

/** Nothing in it tells of a managed app configuration. */
function appRecord(tenant: MobileironTenant, platform: Platform): Record<string, unknown> {
  const devices = tenant.devices.filter((device) => device.platform === platform);
  const installed = devices.filter(({ managed }) => managed).length;
  return {
    id: platform === 'ios' ? 11 : 12,
    name: 'PingID',
    version: '2.1.0',
    bundleID: PINGID_APP[platform],
    platformType: platform === 'ios' ? 'I' : 'A',
    source: 'PUBLIC',
    installedCount: installed,
    pendingCount: devices.length - installed,
    pushedCount: devices.length,
    publishLabels: ['All-Smartphones'],
    afw: platform === 'android',
  };
}

function labels(tenant: MobileironTenant): Record<string, unknown>[] {
  const space = defaultSpace(tenant);
  return PLATFORMS.map((platform, index) => ({
    id: index + 1,
    name: platform === 'ios' ? 'iOS' : 'Android',
    description: 'Label of the system',
    isStatic: false,
    criteria: `"common.platform" = "${platform === 'ios' ? 'iOS' : 'Android'}"`,
    deviceCount: tenant.devices.filter((device) => device.platform === platform).length,
    deviceSpaceId: space.id,
    deviceSpaceName: space.name,
    deviceSpacePath: `/${space.id}/`,
    rowType: 'SYSTEM',
  }));
}

function registerCatalogueRoutes(
  server: FastifyInstance,
  prefix: string,
  enter: (request: FastifyRequest) => MobileironTenant,
): void {
  server.get(`${prefix}/labels/label_summary`, (request) => {
    const tenant = enter(request);
    return resultPage(labels(tenant), readEpmm(labelQuery, request.query));
  });
  server.get(`${prefix}/appstore/apps`, (request) => {
    const tenant = enter(request);
    readEpmm(spaceQuery, request.query);
    return resultPage(
      PLATFORMS.map((platform) => appRecord(tenant, platform)),
      { limit: 50, offset: 0 },
    );
  });
  server.get(`${prefix}/appstore/apps/:id`, (request) => {
    const tenant = enter(request);
    readEpmm(spaceQuery, request.query);
    const { id } = request.params as { id: string };
    const app = PLATFORMS.map((platform) => appRecord(tenant, platform)).find(
      (record) => String(record['id']) === id,
    );
    if (app === undefined) {
      throw epmmError(404, 'The app is not found.');
    }
    return results(app);
  });
  server.get(`${prefix}/attributes/definitions`, (request) => {
    const tenant = enter(request);
    const { type, keyword, limit, offset } = readEpmm(definitionsQuery, request.query);
    const names =
      type === 'device' ? tenant.deviceAttributes.filter((name) => name.includes(keyword ?? '')) : [];
    const definitions = names.map((name, index) => ({
      id: index + 1,
      name,
      type: 'device',
      dataType: 'Text',
      status: 'ACTIVE',
    }));
    return resultPage(definitions, { limit, offset });
  });
}

/** Ivanti EPMM V2 API Guide */
export function registerEpmmRoutes(server: FastifyInstance, system: MobileironSystem): void {
  const enter = (request: FastifyRequest): MobileironTenant => authenticate(system, request, ['epmm']);
  for (const prefix of PREFIXES) {
    server.get(`${prefix}/ping`, (request) => {
      const tenant = enter(request);
      return results({ apiVersion: 2.0, vspVersion: tenant.serverVersion });
    });
    server.get(`${prefix}/device_spaces/mine`, (request) => {
      const { id, name } = defaultSpace(enter(request));
      return resultPage([{ id, name, path: `/${id}/` }], { limit: 50, offset: 0 });
    });
    registerEpmmDeviceRoutes(server, system, { prefix, enter });
    registerCatalogueRoutes(server, prefix, enter);
  }
}
