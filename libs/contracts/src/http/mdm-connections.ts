import { z } from 'zod';
import { configurationExportSchema } from '../configuration-export.ts';
import { connectionReadinessSchema } from '../connection-readiness.ts';
import { deliverySchema } from '../delivery.ts';
import { driftSchema, driftsKeptMax } from '../drift.ts';
import { platformSchema, uuidSchema } from '../identifiers.ts';
import { mdmConnectionChangeSchema, mdmConnectionSchema, newMdmConnectionSchema } from '../mdm-connection.ts';
import { acknowledgedSchema, dryRunAnswerSchema, dryRunQuerySchema } from './dry-run.ts';
import { underWayReply } from './operations.ts';
import { defineRoute } from './route-contract.ts';

export const addConnectionRoute = defineRoute({
  method: 'POST',
  path: '/organizations/{organizationId}/mdm-connections',
  operationId: 'addMdmConnection',
  summary: 'Connects the organization with one of its MDM systems',
  access: 'administrator',
  body: newMdmConnectionSchema,
  replies: { 201: { description: 'Added', schema: mdmConnectionSchema }, 202: underWayReply },
  errors: ['conflict', 'dependency-unavailable', 'no-responders', 'timeout', 'token-value-replaced'],
});

export const listConnectionsRoute = defineRoute({
  method: 'GET',
  path: '/organizations/{organizationId}/mdm-connections',
  operationId: 'listMdmConnections',
  summary: 'Lists MDM connections, oldest first',
  access: 'viewer',
  replies: {
    200: {
      description: 'All of them',
      schema: z.object({ items: z.array(mdmConnectionSchema), nextCursor: z.null() }),
    },
  },
  errors: ['dependency-unavailable', 'no-responders', 'timeout'],
});

export const findConnectionRoute = defineRoute({
  method: 'GET',
  path: '/organizations/{organizationId}/mdm-connections/{connectionId}',
  operationId: 'findMdmConnection',
  summary: 'Shows one MDM connection',
  access: 'viewer',
  replies: { 200: { description: 'Found', schema: mdmConnectionSchema } },
  errors: ['dependency-unavailable', 'no-responders', 'timeout'],
});

export const changeConnectionRoute = defineRoute({
  method: 'PATCH',
  path: '/organizations/{organizationId}/mdm-connections/{connectionId}',
  operationId: 'changeMdmConnection',
  summary:
    'Changes an MDM connection; settings, apps, key and account need an administrator, credentials are needed again when an address or a certificate authority changes',
  access: 'operator',
  ifMatch: true,
  body: mdmConnectionChangeSchema,
  replies: { 200: { description: 'Changed', schema: mdmConnectionSchema }, 202: underWayReply },
  errors: ['conflict', 'dependency-unavailable', 'no-responders', 'timeout', 'token-value-replaced'],
});

export const removeConnectionRoute = defineRoute({
  method: 'DELETE',
  path: '/organizations/{organizationId}/mdm-connections/{connectionId}',
  operationId: 'removeMdmConnection',
  summary: 'Removes an MDM connection; not the last one while the policy is `enforce`',
  access: 'operator',
  ifMatch: true,
  query: dryRunQuerySchema.extend({
    acknowledgeHaltedDevices: z.coerce.number().pipe(acknowledgedSchema.unwrap()).optional(),
  }),
  replies: {
    200: { description: 'With dryRun: what removing it would do', schema: dryRunAnswerSchema },
    202: underWayReply,
    204: { description: 'Removed', schema: z.null() },
  },
  errors: ['dependency-unavailable', 'last-mdm-connection', 'no-responders', 'timeout', 'would-halt-devices'],
});

export const testConnectionRoute = defineRoute({
  method: 'POST',
  path: '/organizations/{organizationId}/mdm-connections/{connectionId}/test',
  operationId: 'testMdmConnection',
  summary: 'Looks in the MDM whether everything is there that deliveries need',
  access: 'operator',
  replies: { 200: { description: 'What was seen', schema: connectionReadinessSchema } },
  errors: ['dependency-unavailable', 'no-responders', 'timeout'],
});

export const exportConfigurationRoute = defineRoute({
  method: 'GET',
  path: '/organizations/{organizationId}/mdm-connections/{connectionId}/export',
  operationId: 'exportConfiguration',
  discloses: true,
  summary:
    'Gives files and steps to enter the wanted token into an MDM by hand; audited, as it may show the value',
  access: 'administrator',
  replies: { 200: { description: 'Files and steps', schema: configurationExportSchema } },
  errors: ['conflict', 'dependency-unavailable', 'no-responders', 'timeout', 'token-value-replaced'],
});

export const confirmDeliveryRoute = defineRoute({
  method: 'POST',
  path: '/organizations/{organizationId}/mdm-connections/{connectionId}/confirm',
  operationId: 'confirmDelivery',
  summary: 'Says that the wanted token was entered into an MDM that has no API',
  access: 'operator',
  body: z.strictObject({ platform: platformSchema, tokenId: uuidSchema.nullable() }),
  replies: { 200: { description: 'Confirmed', schema: deliverySchema }, 202: underWayReply },
  errors: ['conflict', 'dependency-unavailable', 'no-responders', 'timeout'],
});

export const pushNowRoute = defineRoute({
  method: 'POST',
  path: '/organizations/{organizationId}/mdm-connections/{connectionId}/push',
  operationId: 'pushNow',
  summary: 'Looks at the MDM now, and mends what differs',
  access: 'operator',
  replies: {
    202: {
      description: 'Under way; `items` is empty while nobody knows whether mdm-push has heard of it',
      schema: z.object({ items: z.array(deliverySchema), operationId: uuidSchema }),
    },
  },
  errors: ['dependency-unavailable', 'no-responders', 'timeout'],
});

export const listDeliveriesRoute = defineRoute({
  method: 'GET',
  path: '/organizations/{organizationId}/deliveries',
  operationId: 'listDeliveries',
  summary: 'Shows how far the wanted token has come, per MDM connection and platform',
  access: 'viewer',
  replies: {
    200: {
      description: 'All of them',
      schema: z.object({ items: z.array(deliverySchema), nextCursor: z.null() }),
    },
  },
  errors: ['dependency-unavailable', 'no-responders', 'timeout'],
});

export const listDriftsRoute = defineRoute({
  method: 'GET',
  path: '/organizations/{organizationId}/mdm-connections/{connectionId}/drifts',
  operationId: 'listDrifts',
  summary: `Shows when the MDM was found to hold something else than the wanted token, newest first; the last ${driftsKeptMax} are kept`,
  access: 'viewer',
  replies: {
    200: {
      description: 'All that are kept',
      schema: z.object({ items: z.array(driftSchema), nextCursor: z.null() }),
    },
  },
  errors: ['dependency-unavailable', 'no-responders', 'timeout'],
});
