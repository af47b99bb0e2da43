import {
  addConnection,
  changeConnection,
  confirmDelivery,
  exportConfiguration,
  pushNow,
  releaseDevice,
  removeConnection,
  testConnection,
} from '@mdm-gate/contracts';
import { defineAct, type Act } from './act.ts';
import { auditedConnection } from '../organization/where-values-go.ts';

const timeoutMs = 2_000;
/** mdm-push may take seconds to open a certificate. */
const connectionTimeoutMs = 10_000;
/** An MDM may take its time to be looked at. */
const pushTimeoutMs = 15_000;
/** mdm-push asks the MDM several things, each of which may take its time. */
const testTimeoutMs = 28_000;

export const addConnectionAct = defineAct({
  action: 'addMdmConnection',
  contract: addConnection,
  timeoutMs: connectionTimeoutMs,
  whenInDoubt: 'repeat',
  after: ({ reply }) => auditedConnection(reply),
  connection: ({ request }) => ({ connectionId: request.connectionId, removed: false }),
});

export const changeConnectionAct = defineAct({
  action: 'changeMdmConnection',
  contract: changeConnection,
  timeoutMs: connectionTimeoutMs,
  whenInDoubt: 'repeat',
  after: ({ request, reply }) => ({
    ...auditedConnection(reply),
    credentialsChanged: request.change.credentials !== undefined,
  }),
});

export const removeConnectionAct = defineAct({
  action: 'removeMdmConnection',
  contract: removeConnection,
  timeoutMs,
  whenInDoubt: 'repeat',
  after: () => null,
  connection: ({ request }) => ({ connectionId: request.connectionId, removed: true }),
});

/** It changes nothing, and who wants to know looks again. */
export const testConnectionAct = defineAct({
  action: 'testMdmConnection',
  contract: testConnection,
  timeoutMs: testTimeoutMs,
  whenInDoubt: 'tell',
  after: ({ reply }) => ({ items: reply.items.map(({ item, state }) => ({ item, state })) }),
});

/** What nobody received was not disclosed, but may have left: the intent is the record of it. */
export const exportConfigurationAct = defineAct({
  action: 'exportConfiguration',
  contract: exportConfiguration,
  timeoutMs,
  whenInDoubt: 'tell',
  isReplySecret: true,
  after: ({ reply }) => ({ tokenId: reply.tokenId }),
});

export const pushNowAct = defineAct({
  action: 'pushNow',
  contract: pushNow,
  timeoutMs: pushTimeoutMs,
  whenInDoubt: 'repeat',
  after: () => null,
});

export const confirmDeliveryAct = defineAct({
  action: 'confirmDelivery',
  contract: confirmDelivery,
  timeoutMs,
  whenInDoubt: 'repeat',
  after: ({ request }) => ({ platform: request.platform, tokenId: request.tokenId }),
});

export const releaseDeviceAct = defineAct({
  action: 'releaseDevice',
  contract: releaseDevice,
  timeoutMs,
  whenInDoubt: 'repeat',
  after: ({ reply }) => ({ deviceId: reply.deviceId, released: reply.released }),
});

const acts: readonly Act[] = [
  addConnectionAct,
  changeConnectionAct,
  removeConnectionAct,
  testConnectionAct,
  exportConfigurationAct,
  pushNowAct,
  confirmDeliveryAct,
  releaseDeviceAct,
];

/** Whoever takes over an operation finds by its action what is to be done. */
export const actOf = (action: string): Act | undefined => acts.find((act) => act.action === action);
