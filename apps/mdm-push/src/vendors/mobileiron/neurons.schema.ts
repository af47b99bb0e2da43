import { z } from 'zod';

/** 200 is not success by itself: `errors` must be null. */
export const envelopeOf = <Result extends z.ZodType>(result: Result) =>
  z.object({ errors: z.null(), result });

export const attributeListSchema = envelopeOf(
  z.object({ searchResults: z.array(z.looseObject({ name: z.string() })), totalCount: z.number().int() }),
);

export type AttributeList = z.infer<typeof attributeListSchema>['result'];

/** Values occur as plain texts and as lists of one. */
export const attributesSchema = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
export type Attributes = z.infer<typeof attributesSchema>;

export const neuronsDeviceSchema = z.looseObject({
  guid: z.string(),
  platformType: z.string().nullish(),
  lastCheckin: z.number().nullish(),
  customAttributes: z.looseObject({ attrs: attributesSchema.nullish() }).nullish(),
});
export type NeuronsDevice = z.infer<typeof neuronsDeviceSchema>;

export const neuronsDevicePageSchema = envelopeOf(
  z.object({ totalCount: z.number().int(), searchResults: z.array(neuronsDeviceSchema) }),
);
export type DevicePage = z.infer<typeof neuronsDevicePageSchema>['result'];

/** Without the envelope of the other calls. */
export const deviceAttributesSchema = z.looseObject({ attrs: attributesSchema.nullish() });

/** 1 is success, 0 is failure. */
export const actionSchema = envelopeOf(z.number());
