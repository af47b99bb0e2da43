import { type Device } from '../vendor/tenant.ts';
import { graphTime, NEVER } from './graph-time.ts';
import { type FilterScope, type ODataRecord } from './odata-filter.ts';
import { type IntuneTenant } from './intune.state.ts';

/** Whether a real tenant filters on `operatingSystem` is disputed: filter on your side. */
export const managedDeviceScope: FilterScope = {
  typeName: 'microsoft.graph.managedDevice',
  properties: new Set([
    'id',
    'deviceName',
    'operatingSystem',
    'osVersion',
    'managementAgent',
    'managementState',
    'managedDeviceOwnerType',
    'deviceEnrollmentType',
    'complianceState',
    'enrolledDateTime',
    'lastSyncDateTime',
    'userPrincipalName',
    'azureADDeviceId',
    'serialNumber',
    'deviceActionResults',
  ]),
};

function actionResults(tenant: IntuneTenant, device: Device): ODataRecord[] {
  const sync = tenant.syncRequests[device.id];
  if (sync === undefined) {
    return [];
  }
  const isDone = (device.lastCheckInAt ?? 0) >= sync.requestedAt;
  return [
    {
      actionName: 'syncDevice',
      actionState: isDone ? 'done' : 'pending',
      startDateTime: graphTime(sync.requestedAt),
      lastUpdatedDateTime: graphTime(isDone ? (device.lastCheckInAt ?? 0) : sync.requestedAt),
    },
  ];
}

/** https://learn.microsoft.com/graph/api/resources/intune-devices-manageddevice */
export function managedDeviceRecord(tenant: IntuneTenant, device: Device): ODataRecord {
  const isIos = device.platform === 'ios';
  return {
    id: device.id,
    deviceName: device.name,
    operatingSystem: isIos ? 'iOS' : 'Android',
    osVersion: isIos ? '18.1' : '15',
    managementAgent: isIos ? 'mdm' : 'googleCloudDevicePolicyController',
    managementState: 'managed',
    managedDeviceOwnerType: 'company',
    deviceEnrollmentType: isIos ? 'appleBulkWithUser' : 'unknown',
    complianceState: 'compliant',
    enrolledDateTime: graphTime(device.enrolledAt),
    lastSyncDateTime: device.lastCheckInAt === null ? NEVER : graphTime(device.lastCheckInAt),
    userPrincipalName: device.userName,
    azureADDeviceId: device.id,
    serialNumber: device.serialNumber,
    deviceActionResults: actionResults(tenant, device),
  };
}
