import { exportConfiguration } from './asked-of-mdm-push/export-configuration.ts';
import {
  confirmDelivery,
  listDeliveries,
  listDrifts,
  pushNow,
} from './asked-of-mdm-push/follow-deliveries.ts';
import {
  addConnection,
  changeConnection,
  findConnection,
  listConnections,
  removeConnection,
} from './asked-of-mdm-push/manage-connections.ts';
import { surveyConnections } from './asked-of-mdm-push/survey-connections.ts';
import { testConnection } from './asked-of-mdm-push/test-connection.ts';
import { tokenValue } from './asked-of-token-admin/token-value.ts';
import { applyActiveSet } from './asked-of-verifier/apply-active-set.ts';
import { checkBatch } from './asked-of-verifier/check-batch.ts';
import { checkAuthentication, checkPairing } from './asked-of-verifier/check-device.ts';
import { heldActiveSets } from './asked-of-verifier/held-active-sets.ts';
import { findBinding } from './asked-of-verifier/find-binding.ts';
import { releaseDevice } from './asked-of-verifier/release-device.ts';

/** Every request there is, and who answers it. */
export const requestCatalogue = [
  checkPairing,
  checkAuthentication,
  checkBatch,
  applyActiveSet,
  heldActiveSets,
  releaseDevice,
  findBinding,
  tokenValue,
  addConnection,
  listConnections,
  findConnection,
  changeConnection,
  removeConnection,
  surveyConnections,
  testConnection,
  exportConfiguration,
  listDeliveries,
  listDrifts,
  pushNow,
  confirmDelivery,
] as const;
