import { z } from 'zod';
import { type ManagedAppConfiguration } from '../vendor/tenant.ts';
import { graphError, intuneError } from './graph-error.ts';

export interface ManagedProperty {
  key: string;
  valueBool?: boolean | undefined;
  valueInteger?: number | undefined;
  valueString?: string | undefined;
  valueStringArray?: string[] | undefined;
  valueBundle?: unknown;
  valueBundleArray?: unknown[] | undefined;
}

const managedProperty: z.ZodType<ManagedProperty> = z
  .strictObject({
    key: z.string().min(1),
    valueBool: z.boolean().optional(),
    valueInteger: z.int().optional(),
    valueString: z.string().max(65_535).optional(),
    valueStringArray: z.array(z.string()).optional(),
    valueBundle: z.unknown().optional(),
    valueBundleArray: z.array(z.unknown()).optional(),
  })
  .refine((property) => Object.keys(property).length === 2, 'has to have one value');

/** Google Play EMM API, managedConfiguration: what stands base64-coded in `payloadJson`. */
const payloadSchema = z.strictObject({
  kind: z.literal('androidenterprise#managedConfiguration'),
  productId: z.string(),
  managedProperty: z.array(managedProperty),
});

export type ManagedConfigurationPayload = z.infer<typeof payloadSchema>;

/** Throws Graph's 400 for what is no base64, Intune's for what is no managed configuration of this app. */
export function readPayload(payloadJson: string, packageId: string): ManagedConfigurationPayload {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u.test(payloadJson)) {
    throw graphError(
      400,
      "Cannot convert the literal to the expected type 'Edm.Binary'.",
      'ModelValidationFailure',
    );
  }
  const parsed = payloadSchema.safeParse(contentOf(payloadJson));
  if (!parsed.success || parsed.data.productId !== packageId) {
    throw intuneError(400, 'The payload is not a managed configuration of the app');
  }
  const keys = parsed.data.managedProperty.map(({ key }) => key);
  if (new Set(keys).size !== keys.length) {
    throw intuneError(400, 'The payload repeats a key');
  }
  return parsed.data;
}

/** One that stands in a policy, a key that was doubled in the portal included. */
export function payloadAsKept(payloadJson: string): ManagedConfigurationPayload {
  return payloadSchema.parse(contentOf(payloadJson));
}

function contentOf(payloadJson: string): unknown {
  try {
    return JSON.parse(Buffer.from(payloadJson, 'base64').toString('utf8'));
  } catch {
    return null;
  }
}

/** The simple values: what a device can be asked for here. */
export function configurationOfPayload(payload: ManagedConfigurationPayload): ManagedAppConfiguration {
  return Object.fromEntries(
    payload.managedProperty.flatMap(({ key, valueString, valueInteger, valueBool }) => {
      const value = valueString ?? valueInteger ?? valueBool;
      return value === undefined ? [] : [[key, value]];
    }),
  );
}
