import { z } from 'zod';
import { certificateSchema } from '../vendor/certificate.schema.ts';

/** What `PATCH /__sim/tenant` may change of a Workspace ONE tenant. */
export const workspaceOneSettingsSchema = z.strictObject({
  /** PEM of the certificate that requests may be signed with; null: none. */
  clientCertificate: certificateSchema.nullish(),
  /** Whether the role of the credentials may change apps. */
  mayWrite: z.boolean().optional(),
  /** End of the Apple push certificate; null: none on the group. */
  apnsValidTo: z.iso.datetime().nullish(),
  androidEnterprise: z.boolean().optional(),
  typesAsNumbers: z.boolean().optional(),
  rateLimitPerMinute: z.int().min(1).max(1_000_000).optional(),
  /** Keys that the Android app declares; null: it declares none and every key goes. */
  androidTemplateKeys: z.array(z.string().min(1)).nullish(),
  /** A second app of the same bundle id, platform and type: the choice is ambiguous. */
  duplicateIosApp: z.literal(true).optional(),
  /** A second app of the same bundle id, got in another way, with the same assignments. */
  secondIosAppAs: z.enum(['Public', 'Internal', 'Purchased']).optional(),
  /** So many of the next changes of assignments are saved and not published: 500 with 200011. */
  publishFailures: z.int().min(0).max(1_000).optional(),
  /** Rows of a page at most, whatever is asked for. */
  pageSizeMax: z.int().min(1).max(500).optional(),
  /** After so many wrong passwords in a row an account is locked, even for the right one. */
  locksAfter: z.int().min(1).max(100).optional(),
  unlock: z.literal(true).optional(),
  /** Takes the iOS or Android app's assignments away. */
  unassign: z.enum(['ios', 'android']).optional(),
});

export type WorkspaceOneSettings = z.infer<typeof workspaceOneSettingsSchema>;
