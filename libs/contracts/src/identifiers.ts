import { z } from 'zod';

/** The tenant. Also a legal NATS subject token, so that it can stand in a subject as it is. */
export const organizationIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{1,62}$/)
  .meta({ examples: ['acme'] });

/** Ids of MDM tokens, MDM connections, events and audit rows: UUID version 7, so that they sort by age. */
export const uuidSchema = z.uuid().meta({ examples: ['0190b2f2-6c1e-7d3a-8b7e-1f2a3b4c5d6e'] });

/** An instant in UTC, ISO 8601 with milliseconds: `2026-11-23T20:00:00.000Z`. */
export const instantSchema = z.iso
  .datetime({ precision: 3 })
  .meta({ examples: ['2026-11-23T20:00:00.000Z'] });

/**
 * An instant as a caller may write it: any ISO 8601 instant with a zone. The years are counted in UTC, where
 * `9999-12-31T23:59:59-05:00` is one too many.
 */
export const givenInstantSchema = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text).toISOString())
  .pipe(z.iso.datetime({ precision: 3, error: 'must lie between the years 0000 and 9999 in UTC' }));

export const platforms = ['ios', 'android'] as const;
export const platformSchema = z.enum(platforms);
export type Platform = z.infer<typeof platformSchema>;

export const serviceNames = ['token-admin', 'verifier', 'mdm-push'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** Who caused a change: a signed-in person or client (`admin`), or one of our services (`service`). */
export const actorSchema = z.strictObject({
  type: z.enum(['admin', 'service']),
  id: z.string().min(1).max(256),
});
export type Actor = z.infer<typeof actorSchema>;
