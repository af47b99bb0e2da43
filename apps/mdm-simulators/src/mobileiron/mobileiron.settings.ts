import { z } from 'zod';

/** What `PATCH /__sim/tenant` may change of a MobileIron tenant. */
export const mobileironSettingsSchema = z.strictObject({
  cpsRole: z.boolean().optional(),
  deviceManagementRole: z.boolean().optional(),
  suspended: z.boolean().optional(),
  gdprProfile: z.boolean().optional(),
  throttling: z.boolean().optional(),
  /** The next so many installations of the configuration fail and stay failed. */
  installFailures: z.int().min(0).max(100_000).optional(),
  /** The administrator presses "Retry Install" for all failed devices. */
  retryInstall: z.literal(true).optional(),
  /** Device attributes that are defined. */
  deviceAttributes: z
    .array(z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/u))
    .max(300)
    .optional(),
  /** Rows of a page at most, whatever is asked for. */
  pageSizeMax: z.int().min(1).max(500).optional(),
  /** After so many wrong passwords in a row an account is locked, even for the right one. */
  locksAfter: z.int().min(1).max(100).optional(),
  unlock: z.literal(true).optional(),
  serverVersion: z.string().min(1).max(50).optional(),
});

export type MobileironSettings = z.infer<typeof mobileironSettingsSchema>;

const entries = z.record(z.string().min(1), z.string().max(65_535)).nullable();

/** What `PUT /__sim/app-configurations` takes: the administrator's work in the portal. */
export const appConfigurationBody = z.strictObject({
  platform: z.enum(['ios', 'android']),
  /** `catalog`: on the app; `plist`: EPMM's separate setting, which the one of the catalogue beats. */
  source: z.enum(['catalog', 'plist']).default('catalog'),
  /** Keys and values, which may hold variables; null takes the configuration away. */
  entries,
});
