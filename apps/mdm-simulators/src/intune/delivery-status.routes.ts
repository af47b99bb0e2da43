import { type FastifyInstance } from 'fastify';
import { seededGuid } from '../vendor/seeded.ts';
import { APPS_READ } from './app-configurations.routes.ts';
import { authorize } from './authorize.ts';
import { isAssignedTo } from './device-configuration.ts';
import { requirePolicy } from './find-policy.ts';
import { graphTime, NEVER } from './graph-time.ts';
import { type IntuneSystem } from './intune.system.ts';
import { type GraphVersion, type IntuneTenant, type Policy, type StatusSummary } from './intune.state.ts';
import { contextUrl } from './odata-context.ts';
import { odataPage } from './odata-page.ts';

const COLLECTION = 'deviceAppManagement/mobileAppConfigurations';
const PAGE_SIZE = 100;

function summarize(tenant: IntuneTenant, policy: Policy, now: number): StatusSummary {
  const devices = tenant.devices.filter((device) => isAssignedTo(policy, device));
  const reports = devices.map((device) => policy.reports[device.id]);
  const count = (status: string): number =>
    reports.filter((report) => report?.version === policy.version && report.status === status).length;
  const [success, error, conflict, notApplicable] = [
    count('compliant'),
    count('error'),
    count('conflict'),
    count('notApplicable'),
  ];
  const pending = devices.length - success - error - conflict - notApplicable;
  return { at: now, version: policy.version, pending, notApplicable, success, error, conflict };
}

/** The roll-up as last made: it lags, and names the version it counted. */
function rolledUp(tenant: IntuneTenant, policy: Policy): StatusSummary {
  const now = Date.now();
  const last = tenant.summaries[policy.id];
  if (last !== undefined && now - last.at < tenant.behaviour.summaryLagMs) {
    return last;
  }
  const fresh = summarize(tenant, policy, now);
  tenant.summaries[policy.id] = fresh;
  return fresh;
}

function summaryBody(tenant: IntuneTenant, policy: Policy, version: GraphVersion): Record<string, unknown> {
  const summary = rolledUp(tenant, policy);
  return {
    id: `${seededGuid(0, 'summary', policy.id)}_${policy.id}`,
    configurationVersion: summary.version,
    pendingCount: summary.pending,
    notApplicableCount: summary.notApplicable,
    successCount: summary.success,
    errorCount: summary.error,
    failedCount: 0,
    lastUpdateDateTime: graphTime(summary.at),
    ...(version === 'beta' ? { conflictCount: summary.conflict, notApplicablePlatformCount: 0 } : {}),
  };
}

function statusRecords(
  tenant: IntuneTenant,
  policy: Policy,
  version: GraphVersion,
): Record<string, unknown>[] {
  return tenant.devices
    .filter((device) => isAssignedTo(policy, device))
    .map((device) => {
      const report = policy.reports[device.id];
      return {
        // There is no device id field: it is the last part of the id.
        id: `${seededGuid(0, 'status', policy.id)}_${policy.id}_${device.id}`,
        deviceDisplayName: device.name,
        userName: device.userName,
        deviceModel: device.platform === 'ios' ? 'iPhone' : 'Pixel',
        complianceGracePeriodExpirationDateTime: NEVER,
        status: report?.version === policy.version ? report.status : 'unknown',
        lastReportedDateTime: report === undefined ? NEVER : graphTime(report.at),
        userPrincipalName: device.userName,
        ...(version === 'beta' ? { platform: 0 } : {}),
      };
    });
}

function userStatusRecords(
  tenant: IntuneTenant,
  policy: Policy,
  version: GraphVersion,
): Record<string, unknown>[] {
  // Every device has a user of its own here.
  return statusRecords(tenant, policy, version).map((record) => ({
    id: record['id'],
    userDisplayName: record['userName'],
    devicesCount: 1,
    status: record['status'],
    lastReportedDateTime: record['lastReportedDateTime'],
    userPrincipalName: record['userPrincipalName'],
  }));
}

const STATUS_LISTS = { deviceStatuses: statusRecords, userStatuses: userStatusRecords } as const;

/** https://learn.microsoft.com/graph/api/resources/intune-apps-manageddevicemobileappconfigurationdevicesummary */
export function registerDeliveryStatusRoutes(
  server: FastifyInstance,
  system: IntuneSystem,
  version: GraphVersion,
): void {
  const policyPath = `/${version}/${COLLECTION}/:id`;
  for (const summary of ['deviceStatusSummary', 'userStatusSummary']) {
    server.get(`${policyPath}/${summary}`, (request) => {
      const tenant = authorize(system, request, APPS_READ);
      const policy = requirePolicy(tenant, request.params);
      return {
        '@odata.context': contextUrl(request, version, `${COLLECTION}('${policy.id}')/${summary}/$entity`),
        ...summaryBody(tenant, policy, version),
      };
    });
  }
  for (const [list, recordsOf] of Object.entries(STATUS_LISTS)) {
    server.get(`${policyPath}/${list}`, (request) => {
      const tenant = authorize(system, request, APPS_READ);
      const policy = requirePolicy(tenant, request.params);
      return odataPage(request, {
        context: contextUrl(request, version, `${COLLECTION}('${policy.id}')/${list}`),
        // Filters are not supported on it.
        scope: {
          typeName: 'microsoft.graph.managedDeviceMobileAppConfigurationDeviceStatus',
          properties: new Set(),
        },
        records: recordsOf(tenant, policy, version),
        pageSize: PAGE_SIZE,
        paging: tenant.behaviour,
        countShown: 'none',
      });
    });
  }
}
