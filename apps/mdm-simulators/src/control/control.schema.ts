import { z } from 'zod';

const platform = z.enum(['ios', 'android']);
const tenant = z.string().min(1).max(200).optional();

export const tenantQuery = z.strictObject({ tenant });

export const deviceListQuery = z.strictObject({
  tenant,
  platform: platform.optional(),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(50_000).default(1_000),
});

export const configurationQuery = z.strictObject({ tenant, app: z.string().min(1).max(300) });

export const requestsQuery = z.strictObject({
  limit: z.coerce.number().int().min(0).max(20_000).default(200),
});

export const enrolBody = z.strictObject({
  platform,
  count: z.int().min(1).max(50_000).default(1),
  /** Whether the MDM manages the PingID app on it. */
  managed: z.boolean().default(true),
});

export const switchBody = z.strictObject({ switchedOn: z.boolean() });

export const newTenantBody = z.strictObject({ variant: z.string().min(1).max(50).optional() });

export const emptyBody = z.strictObject({});
