import { type FastifyInstance } from 'fastify';
import { store } from '../vendor/request-context.ts';
import { authorize } from './authorize.ts';
import { graphError } from './graph-error.ts';
import { graphTime } from './graph-time.ts';
import { type IntuneSystem } from './intune.system.ts';
import { type GraphVersion, type IntuneTenant } from './intune.state.ts';
import { contextUrl } from './odata-context.ts';

const SERVICE_READ = [
  'DeviceManagementServiceConfig.Read.All',
  'DeviceManagementServiceConfig.ReadWrite.All',
  'DeviceManagementManagedDevices.Read.All',
];
const PLAY_READ = [
  'DeviceManagementConfiguration.Read.All',
  'DeviceManagementConfiguration.ReadWrite.All',
  'DeviceManagementServiceConfig.Read.All',
];
const PLAY_WRITE = ['DeviceManagementConfiguration.ReadWrite.All'];
const GROUP_READ = ['Group.Read.All', 'GroupMember.Read.All', 'Directory.Read.All'];
const APP_READ = [
  'DeviceManagementApps.Read.All',
  'DeviceManagementApps.ReadWrite.All',
  'DeviceManagementConfiguration.Read.All',
  'DeviceManagementConfiguration.ReadWrite.All',
];

const DAY_MS = 86_400_000;

function pushCertificate(system: IntuneSystem, tenant: IntuneTenant): Record<string, unknown> {
  if (tenant.apnsExpiresAt === null) {
    throw graphError(404, 'There is no Apple push notification certificate.');
  }
  const expired = system.faults.has('expired-apns-certificate');
  const expiry = expired ? Date.now() - DAY_MS : Date.parse(tenant.apnsExpiresAt);
  return {
    id: tenant.id,
    appleIdentifier: 'mdm@example.com',
    topicIdentifier: 'com.apple.mgmt.External.simulated',
    lastModifiedDateTime: graphTime(expiry - 365 * DAY_MS),
    expirationDateTime: new Date(expiry).toISOString().replace(/\.\d+Z$/u, 'Z'),
    // Null also on a healthy tenant: the expiry tells.
    certificateUploadStatus: null,
    certificateUploadFailureReason: null,
    certificateSerialNumber: '0123456789ABCDEF',
    certificate: null,
  };
}

function playSettings(tenant: IntuneTenant): Record<string, unknown> {
  return {
    id: 'androidManagedStoreAccountEnterpriseSettings',
    bindStatus: tenant.bindStatus,
    lastAppSyncDateTime: '2026-11-01T08:00:00.1234567Z',
    lastAppSyncStatus: tenant.bindStatus === 'boundAndValidated' ? 'success' : 'none',
    ownerUserPrincipalName: 'admin@example.com',
    ownerOrganizationName: 'Example',
    lastModifiedDateTime: '2026-01-12T09:30:00.1234567Z',
    enrollmentTarget: 'targetedAsEnrollmentRestrictions',
    targetGroupIds: [],
    deviceOwnerManagementEnabled: true,
    androidDeviceOwnerFullyManagedEnrollmentEnabled: true,
    managedGooglePlayInitialScopeTagIds: [],
    managedGooglePlayEnterpriseType: 'managedGoogleDomain',
    companyCodes: [],
  };
}

function registerPlayRoutes(server: FastifyInstance, system: IntuneSystem): void {
  const settings = '/beta/deviceManagement/androidManagedStoreAccountEnterpriseSettings';
  server.get(settings, (request) => ({
    '@odata.context': contextUrl(
      request,
      'beta',
      'deviceManagement/androidManagedStoreAccountEnterpriseSettings/$entity',
    ),
    ...playSettings(authorize(system, request, PLAY_READ)),
  }));
  server.post(`${settings}/syncApps`, (request, reply) => {
    authorize(system, request, PLAY_WRITE);
    store(request, () => undefined);
    return reply.code(204).send();
  });
  server.get('/beta/deviceManagement/androidManagedStoreAppConfigurationSchemas/:packageName', (request) => {
    const tenant = authorize(system, request, APP_READ);
    const { packageName } = request.params as { packageName: string };
    const app = tenant.apps.find(
      ({ appId, type }) => appId === packageName && type === '#microsoft.graph.androidManagedStoreApp',
    );
    if (app === undefined) {
      throw graphError(404, 'The app has no configuration schema.');
    }
    const item = { schemaItemKey: 'PINGID_MDM_TOKEN', displayName: 'MDM token', dataType: 'string' };
    return { id: packageName, exampleJson: null, schemaItems: [item], nestedSchemaItems: [] };
  });
}

/** What tells whether the tenant is ready: licence, Apple push certificate, Managed Google Play, groups. */
export function registerReadinessRoutes(
  server: FastifyInstance,
  system: IntuneSystem,
  version: GraphVersion,
): void {
  server.get(`/${version}/deviceManagement`, (request) => {
    const tenant = authorize(system, request, SERVICE_READ);
    return {
      '@odata.context': contextUrl(request, version, 'deviceManagement'),
      id: tenant.id,
      intuneAccountId: tenant.id,
      subscriptionState: 'active',
    };
  });
  server.get(`/${version}/deviceManagement/applePushNotificationCertificate`, (request) => {
    const tenant = authorize(system, request, SERVICE_READ);
    return {
      '@odata.context': contextUrl(
        request,
        version,
        'deviceManagement/applePushNotificationCertificate/$entity',
      ),
      ...pushCertificate(system, tenant),
    };
  });
  server.get(`/${version}/groups/:id`, (request) => {
    const tenant = authorize(system, request, GROUP_READ);
    const { id } = request.params as { id: string };
    const group = tenant.groups.find((candidate) => candidate.id === id.toLowerCase());
    if (group === undefined) {
      throw graphError(404, `Resource '${id}' does not exist.`, 'Request_ResourceNotFound');
    }
    return {
      '@odata.context': contextUrl(request, version, 'groups/$entity'),
      ...group,
      securityEnabled: true,
    };
  });
  if (version === 'beta') {
    registerPlayRoutes(server, system);
  }
}
