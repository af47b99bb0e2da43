import { z } from 'zod';
import { addressSchema as address, certificateAuthoritiesSchema } from '../setting-schemas.ts';

/** Settings and credentials of a connection to Ivanti Neurons for MDM or Ivanti EPMM. */
export const mobileironFieldsSchema = z.strictObject({
  settings: z.strictObject({
    /** The tenant's or server's address: `https://na1.mobileiron.com` */
    apiUrl: address,
    certificateAuthorities: certificateAuthoritiesSchema,
    /** The custom device attribute that the app configuration refers to as `${attribute}`. */
    attribute: z
      .string()
      .regex(/^[a-z0-9_]{1,64}$/, 'must be lower-case letters, digits and underscores')
      .default('pingidmdmtoken'),
    /** Another device space than the default one, which Common Platform Services do not reach; Neurons for MDM only. */
    deviceSpaceId: z.union([z.int().min(0), z.string().regex(/^\d{1,18}$/)]).optional(),
  }),
  credentials: z.strictObject({ username: z.string().min(1).max(256), password: z.string().min(1).max(512) }),
});
export type MobileironFields = z.infer<typeof mobileironFieldsSchema>;

/** EPMM has no such choice: only the default space is reached. */
export const epmmFieldsSchema = mobileironFieldsSchema.refine(
  ({ settings }) => settings.deviceSpaceId === undefined,
  { path: ['settings', 'deviceSpaceId'], message: 'is not supported by Ivanti EPMM' },
);

/** "Do not perform strict type checking against the JSON responses": only what we use is named. */
export const deviceMetadataSchema = z.array(
  z.looseObject({ name: z.string(), readOnly: z.boolean().nullish() }),
);

/** A device as of its last check-in; its custom attributes stand among the other fields. */
export const deviceRowSchema = z.looseObject({
  identifier: z.string(),
  status: z.string().nullish(),
  lastCheckInTime: z.union([z.number(), z.string()]).nullish(),
  os: z.string().nullish(),
  iosUdid: z.string().nullish(),
});
export type DeviceRow = z.infer<typeof deviceRowSchema>;

export const devicePageSchema = z.object({ searchResults: z.array(deviceRowSchema) });

/** How many devices a call reached; ids that are unknown do not count, and are not named. */
export const numberResultSchema = z.object({ result: z.coerce.number() });
