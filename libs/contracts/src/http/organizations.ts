import { z } from 'zod';
import { instantSchema, organizationIdSchema } from '../identifiers.ts';
import { pageOf, pageQuerySchema } from './paging.ts';
import { plainTextSchema } from './plain-text.ts';
import { defineRoute } from './route-contract.ts';

export const organizationSchema = z.object({
  organizationId: organizationIdSchema,
  name: z.string(),
  activeSetVersion: z.number().int().min(1),
  createdAt: instantSchema,
});
export type Organization = z.infer<typeof organizationSchema>;

export const createOrganizationRoute = defineRoute({
  method: 'POST',
  path: '/organizations',
  operationId: 'createOrganization',
  summary: 'Creates an organization, with its policy off',
  access: 'platform-administrator',
  body: z.strictObject({ organizationId: organizationIdSchema, name: plainTextSchema(120) }),
  replies: { 201: { description: 'Created', schema: organizationSchema } },
  errors: ['organization-exists'],
});

export const listOrganizationsRoute = defineRoute({
  method: 'GET',
  path: '/organizations',
  operationId: 'listOrganizations',
  summary: 'Lists the organizations that you have a role in',
  access: 'signed-in',
  query: pageQuerySchema,
  replies: { 200: { description: 'A page', schema: pageOf(organizationSchema) } },
  errors: [],
});

export const findOrganizationRoute = defineRoute({
  method: 'GET',
  path: '/organizations/{organizationId}',
  operationId: 'findOrganization',
  summary: 'Shows one organization',
  access: 'viewer',
  replies: { 200: { description: 'Found', schema: organizationSchema } },
  errors: [],
});
