import { deliveryFailed } from './published-by-mdm-push/delivery-failed.ts';
import { driftDetected } from './published-by-mdm-push/drift-detected.ts';
import { mdmConnectionAdded } from './published-by-mdm-push/mdm-connection-added.ts';
import { mdmConnectionRemoved } from './published-by-mdm-push/mdm-connection-removed.ts';
import { tokenDelivered } from './published-by-mdm-push/token-delivered.ts';
import { activeSetEvents } from './published-by-token-admin/active-set-events.ts';
import { organizationForgotten } from './published-by-token-admin/organization-forgotten.ts';
import { rotationAdvanced } from './published-by-token-admin/rotation-advanced.ts';
import { rotationCancelled } from './published-by-token-admin/rotation-cancelled.ts';
import { rotationCompleted } from './published-by-token-admin/rotation-completed.ts';
import { rotationHeld } from './published-by-token-admin/rotation-held.ts';
import { rotationResumed } from './published-by-token-admin/rotation-resumed.ts';
import { rotationStarted } from './published-by-token-admin/rotation-started.ts';
import { checksCounted } from './published-by-verifier/checks-counted.ts';
import { devicesObserved } from './published-by-verifier/devices-observed.ts';

/** Every event there is. Architecture tests hold the folders, the handlers and the docs to this list. */
export const eventCatalogue = [
  ...activeSetEvents,
  organizationForgotten,
  mdmConnectionAdded,
  mdmConnectionRemoved,
  tokenDelivered,
  deliveryFailed,
  driftDetected,
  devicesObserved,
  checksCounted,
  rotationStarted,
  rotationAdvanced,
  rotationHeld,
  rotationResumed,
  rotationCompleted,
  rotationCancelled,
] as const;
