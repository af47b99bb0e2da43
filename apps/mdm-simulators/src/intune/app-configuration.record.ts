import { seededGuid } from '../vendor/seeded.ts';
import { type FilterScope, type ODataRecord } from './odata-filter.ts';
import { type AssignmentTarget, type GraphVersion, type Policy, POLICY_TYPE } from './intune.state.ts';

const BASE = [
  'id',
  'displayName',
  'description',
  'targetedMobileApps',
  'version',
  'createdDateTime',
  'lastModifiedDateTime',
];

export function policyScope(version: GraphVersion): FilterScope {
  return {
    typeName: 'microsoft.graph.managedDeviceMobileAppConfiguration',
    properties: new Set(version === 'beta' ? [...BASE, 'roleScopeTagIds'] : BASE),
  };
}

const WELL_KNOWN: Readonly<Record<string, string>> = {
  '#microsoft.graph.allDevicesAssignmentTarget': 'adadadad-808e-44e2-905a-0b7873a8a531',
  '#microsoft.graph.allLicensedUsersAssignmentTarget': 'acacacac-9df4-4c7d-9d50-4ef0226f57a9',
};

export function assignmentRecord(
  policy: Policy,
  target: AssignmentTarget,
  version: GraphVersion,
): ODataRecord {
  const filter =
    version === 'beta'
      ? {
          deviceAndAppManagementAssignmentFilterId: target.deviceAndAppManagementAssignmentFilterId ?? null,
          deviceAndAppManagementAssignmentFilterType:
            target.deviceAndAppManagementAssignmentFilterType ?? 'none',
        }
      : {};
  return {
    id: `${policy.id}_${target.groupId ?? WELL_KNOWN[target['@odata.type']] ?? seededGuid(0, target['@odata.type'])}`,
    target: {
      '@odata.type': target['@odata.type'],
      ...filter,
      ...(target.groupId === undefined ? {} : { groupId: target.groupId }),
    },
  };
}

function typedFields(policy: Policy, version: GraphVersion): ODataRecord {
  if (policy.platform === 'ios') {
    const { encodedSettingXml, settings } = policy;
    return { '@odata.type': POLICY_TYPE.ios, encodedSettingXml, settings };
  }
  if (version === 'v1.0') {
    // Version 1.0 does not know the type: the record comes back bare.
    return {};
  }
  const { packageId, payloadJson, permissionActions, profileApplicability, connectedAppsEnabled } = policy;
  const fields = { packageId, payloadJson, permissionActions, profileApplicability, connectedAppsEnabled };
  return { '@odata.type': POLICY_TYPE.android, ...fields, appSupportsOemConfig: false };
}

/** https://learn.microsoft.com/graph/api/resources/intune-apps-manageddevicemobileappconfiguration */
export function policyRecord(policy: Policy, version: GraphVersion, expandsAssignments = false): ODataRecord {
  return {
    ...typedFields(policy, version),
    id: policy.id,
    targetedMobileApps: policy.targetedMobileApps,
    ...(version === 'beta' ? { roleScopeTagIds: policy.roleScopeTagIds } : {}),
    createdDateTime: policy.createdDateTime,
    description: policy.description,
    lastModifiedDateTime: policy.lastModifiedDateTime,
    displayName: policy.displayName,
    version: policy.version,
    ...(expandsAssignments
      ? { assignments: policy.targets.map((target) => assignmentRecord(policy, target, version)) }
      : {}),
  };
}
