import { z } from 'zod';
import { deliverySchema } from '../delivery.ts';
import { mdmConnectionSchema, newMdmConnectionSchema } from '../mdm-connection.ts';
import { defineRoute } from './route-contract.ts';

export const addConnectionRoute = defineRoute({
  method: 'POST',
  path: '/organizations/{organizationId}/mdm-connections',
  operationId: 'addMdmConnection',
  summary: 'Connects the organization with one of its MDM systems',
  access: 'operator',
  body: newMdmConnectionSchema,
  replies: { 201: { description: 'Added', schema: mdmConnectionSchema } },
  errors: ['dependency-unavailable', 'no-responders', 'timeout'],
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

export const removeConnectionRoute = defineRoute({
  method: 'DELETE',
  path: '/organizations/{organizationId}/mdm-connections/{connectionId}',
  operationId: 'removeMdmConnection',
  summary: 'Removes an MDM connection',
  access: 'operator',
  ifMatch: true,
  replies: { 204: { description: 'Removed', schema: z.null() } },
  errors: ['dependency-unavailable', 'no-responders', 'timeout'],
});

export const pushNowRoute = defineRoute({
  method: 'POST',
  path: '/organizations/{organizationId}/mdm-connections/{connectionId}/push',
  operationId: 'pushNow',
  summary: 'Looks at the MDM now, and mends what differs',
  access: 'operator',
  replies: { 202: { description: 'Under way', schema: z.object({ items: z.array(deliverySchema) }) } },
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
