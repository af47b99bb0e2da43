import { type FastifyInstance } from 'fastify';
import { z } from 'zod';
import { seededGuid } from '../vendor/seeded.ts';
import { store } from '../vendor/request-context.ts';
import { authorize } from './authorize.ts';
import { graphError, intuneError } from './graph-error.ts';
import { graphTime } from './graph-time.ts';
import { type IntuneSystem } from './intune.system.ts';
import { type GraphVersion, type IntuneApp, type IntuneTenant } from './intune.state.ts';
import { findApp, mobileAppRecord, mobileAppScope } from './mobile-app.record.ts';
import { odataPage } from './odata-page.ts';
import { contextUrl } from './odata-context.ts';
import { readGraphBody, typeOfBody } from './read-graph-body.ts';

const READ = ['DeviceManagementApps.Read.All', 'DeviceManagementApps.ReadWrite.All'];
const WRITE = ['DeviceManagementApps.ReadWrite.All'];

/** Not known from the vendor, only that pages must be followed: small enough that the seeded catalogue has several. */
const PAGE_SIZE = 10;

const iosStoreAppSchema = z.strictObject({
  '@odata.type': z.literal('#microsoft.graph.iosStoreApp'),
  displayName: z.string().min(1),
  description: z.string().nullish(),
  publisher: z.string().min(1),
  bundleId: z.string().min(1),
  appStoreUrl: z.url(),
  applicableDeviceType: z.object({ iPad: z.boolean(), iPhoneAndIPod: z.boolean() }).partial(),
  minimumSupportedOperatingSystem: z
    .record(z.string().regex(/^(@odata\.type|v\d+_\d+)$/u), z.union([z.boolean(), z.string()]))
    .refine(
      (system) => Object.values(system).filter((flag) => flag === true).length === 1,
      'has to have one true flag',
    ),
  isFeatured: z.boolean().optional(),
  privacyInformationUrl: z.string().nullish(),
  informationUrl: z.string().nullish(),
  owner: z.string().nullish(),
  developer: z.string().nullish(),
  notes: z.string().nullish(),
  largeIcon: z.unknown().optional(),
  roleScopeTagIds: z.array(z.string()).optional(),
});

function requireApp(tenant: IntuneTenant, params: unknown): IntuneApp {
  const app = findApp(tenant, (params as { id: string }).id);
  if (app === undefined) {
    throw graphError(404, 'The requested app does not exist.');
  }
  return app;
}

function createApp(tenant: IntuneTenant, body: unknown, seed: number): IntuneApp {
  if (typeOfBody(body) === '#microsoft.graph.androidManagedStoreApp') {
    throw intuneError(400, 'An error has occurred');
  }
  const given = readGraphBody(iosStoreAppSchema, body);
  return {
    id: seededGuid(seed, 'intune-app', tenant.id, 'created', tenant.created + 1),
    type: given['@odata.type'],
    displayName: given.displayName,
    publisher: given.publisher,
    appId: given.bundleId,
    createdAt: graphTime(Date.now()),
    assignedGroups: [],
  };
}

function assignmentRecords(app: IntuneApp): Record<string, unknown>[] {
  return app.assignedGroups.map((groupId) => ({
    id: `${groupId}_1_0`,
    intent: 'required',
    target: { '@odata.type': '#microsoft.graph.groupAssignmentTarget', groupId },
    settings: null,
  }));
}

/** https://learn.microsoft.com/graph/api/intune-apps-mobileapp-list and its siblings */
export function registerMobileAppRoutes(
  server: FastifyInstance,
  system: IntuneSystem,
  version: GraphVersion,
): void {
  const base = `/${version}/deviceAppManagement/mobileApps`;
  server.get(base, (request) => {
    const tenant = authorize(system, request, READ);
    return odataPage(request, {
      context: contextUrl(request, version, 'deviceAppManagement/mobileApps'),
      scope: mobileAppScope(version),
      records: tenant.apps.map((app) => mobileAppRecord(app, version)),
      pageSize: PAGE_SIZE,
      paging: tenant.behaviour,
      countShown: 'zero',
    });
  });
  server.get(`${base}/:id`, (request) => {
    const app = requireApp(authorize(system, request, READ), request.params);
    return {
      '@odata.context': contextUrl(request, version, 'deviceAppManagement/mobileApps/$entity'),
      ...mobileAppRecord(app, version),
    };
  });
  server.get(`${base}/:id/assignments`, (request) => {
    const app = requireApp(authorize(system, request, READ), request.params);
    return {
      '@odata.context': contextUrl(
        request,
        version,
        `deviceAppManagement/mobileApps('${app.id}')/assignments`,
      ),
      value: assignmentRecords(app),
    };
  });
  server.post(base, (request, reply) => {
    const tenant = authorize(system, request, WRITE);
    const app = createApp(tenant, request.body, system.seed);
    store(request, () => {
      tenant.created += 1;
      tenant.apps.push(app);
      system.tenantChanged(tenant);
    });
    return reply.code(201).send({
      '@odata.context': contextUrl(request, version, 'deviceAppManagement/mobileApps/$entity'),
      ...mobileAppRecord(app, version),
    });
  });
}
