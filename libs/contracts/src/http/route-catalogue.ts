import { exportAuditEventsRoute, listAuditEventsRoute, verifyAuditEventsRoute } from './audit-events.ts';
import { releaseDeviceRoute } from './device-releases.ts';
import { findDeviceRoute, findUsageRoute, listDevicesRoute } from './devices.ts';
import {
  addConnectionRoute,
  changeConnectionRoute,
  confirmDeliveryRoute,
  exportConfigurationRoute,
  findConnectionRoute,
  listConnectionsRoute,
  listDeliveriesRoute,
  listDriftsRoute,
  pushNowRoute,
  removeConnectionRoute,
  testConnectionRoute,
} from './mdm-connections.ts';
import {
  createTokenRoute,
  editTokenRoute,
  findTokenRoute,
  listTokensRoute,
  revealTokenRoute,
  revokeTokenRoute,
} from './mdm-tokens.ts';
import { listMdmVendorsRoute } from './mdm-vendors.ts';
import { findOperationRoute, listOperationsRoute } from './operations.ts';
import { listCheckCountsRoute } from './check-counts.ts';
import { createOrganizationRoute, findOrganizationRoute, listOrganizationsRoute } from './organizations.ts';
import { findPolicyRoute, setPolicyRoute } from './policy.ts';
import { endSessionRoute, listSessionsRoute, whoAmIRoute } from './sessions.ts';
import {
  advanceRotationRoute,
  cancelRotationRoute,
  holdRotationRoute,
  resumeRotationRoute,
  findRotationRoute,
  listRotationsRoute,
  listStragglersRoute,
  startRotationRoute,
} from './rotations.ts';
import type { RouteContract } from './route-contract.ts';

/** Every operation of the gateway, in the order of the documentation. */
export const routeCatalogue: readonly RouteContract[] = [
  createOrganizationRoute,
  listOrganizationsRoute,
  findOrganizationRoute,
  findPolicyRoute,
  setPolicyRoute,
  listMdmVendorsRoute,
  addConnectionRoute,
  listConnectionsRoute,
  findConnectionRoute,
  changeConnectionRoute,
  removeConnectionRoute,
  testConnectionRoute,
  exportConfigurationRoute,
  confirmDeliveryRoute,
  pushNowRoute,
  createTokenRoute,
  listTokensRoute,
  findTokenRoute,
  editTokenRoute,
  revokeTokenRoute,
  revealTokenRoute,
  listDeliveriesRoute,
  listDriftsRoute,
  startRotationRoute,
  listRotationsRoute,
  findRotationRoute,
  listStragglersRoute,
  advanceRotationRoute,
  cancelRotationRoute,
  holdRotationRoute,
  resumeRotationRoute,
  listDevicesRoute,
  findDeviceRoute,
  findUsageRoute,
  listCheckCountsRoute,
  releaseDeviceRoute,
  listOperationsRoute,
  findOperationRoute,
  listAuditEventsRoute,
  exportAuditEventsRoute,
  verifyAuditEventsRoute,
  whoAmIRoute,
  listSessionsRoute,
  endSessionRoute,
];
