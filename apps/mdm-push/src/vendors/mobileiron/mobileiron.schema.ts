import {
  ivantiCredentialsSchema,
  ivantiEpmmSettingsSchema,
  ivantiNeuronsSettingsSchema,
} from '@mdm-gate/contracts';
import { z } from 'zod';

/** Settings and credentials of a connection to Ivanti Neurons for MDM. */
export const neuronsFieldsSchema = z.strictObject({
  settings: ivantiNeuronsSettingsSchema,
  credentials: ivantiCredentialsSchema,
});
export type NeuronsFields = z.infer<typeof neuronsFieldsSchema>;

/** Settings and credentials of a connection to Ivanti EPMM. */
export const epmmFieldsSchema = z.strictObject({
  settings: ivantiEpmmSettingsSchema,
  credentials: ivantiCredentialsSchema,
});
export type EpmmFields = z.infer<typeof epmmFieldsSchema>;

/** What both have. */
export type MobileironFields = EpmmFields;

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
