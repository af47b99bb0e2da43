import { z } from 'zod';
import { certificateSchema } from '../vendor/certificate.schema.ts';

/** What `PATCH /__sim/tenant` may change of an Intune tenant. */
export const intuneSettingsSchema = z.strictObject({
  /** Permissions of the application; tokens issued before keep theirs. */
  roles: z.array(z.string().min(1)).optional(),
  /** PEM of the certificate that is registered with the application; null: none. */
  clientCertificate: certificateSchema.nullish(),
  /** The same app bought in volume, assigned like the first: which one is meant is not clear. */
  duplicateIosApp: z.literal(true).optional(),
  /** Expiry of the Apple push certificate; null: none uploaded. */
  apnsExpiresAt: z.iso.datetime().nullish(),
  bindStatus: z.enum(['notBound', 'bound', 'boundAndValidated', 'unbinding']).optional(),
  /** Whether the PingID apps are assigned to the staff devices. */
  appsAssigned: z.boolean().optional(),
  patchAnswersBody: z.boolean().optional(),
  plainAssignWorks: z.boolean().optional(),
  visibleAfterMs: z.int().min(0).max(600_000).optional(),
  summaryLagMs: z.int().min(0).max(600_000).optional(),
  multiAdminApproval: z.boolean().optional(),
  licensed: z.boolean().optional(),
  throttling: z.boolean().optional(),
  /** Rows of a page at most, of every list. */
  pageSizeMax: z.int().min(1).max(1_000).optional(),
  nextLinks: z.enum(['plain', 'odd']).optional(),
});

export type IntuneSettings = z.infer<typeof intuneSettingsSchema>;
