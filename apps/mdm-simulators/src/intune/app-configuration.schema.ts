import { z } from 'zod';
import { type GraphVersion, POLICY_TYPE } from './intune.state.ts';

const EMPTY_GUID = '00000000-0000-0000-0000-000000000000';
const guid = z.guid();

const common = {
  /** The portal sends the empty id on creation; the server gives its own. */
  id: z.literal(EMPTY_GUID).optional(),
  displayName: z.string().min(1).max(1000),
  description: z.string().max(10_000).nullish(),
  targetedMobileApps: z.array(guid).min(1),
};

const betaCommon = { roleScopeTagIds: z.array(z.string()).optional() };

function fits(setting: { appConfigKeyType: string; appConfigKeyValue: string }): boolean {
  switch (setting.appConfigKeyType) {
    case 'integerType':
      return /^-?\d+$/u.test(setting.appConfigKeyValue);
    case 'realType':
      return /^-?\d+(\.\d+)?$/u.test(setting.appConfigKeyValue);
    case 'booleanType':
      return /^(true|false)$/iu.test(setting.appConfigKeyValue);
    default:
      return true;
  }
}

const setting = z
  .strictObject({
    '@odata.type': z.literal('#microsoft.graph.appConfigurationSettingItem').optional(),
    appConfigKey: z.string().min(1),
    appConfigKeyType: z.enum(['stringType', 'integerType', 'realType', 'booleanType', 'tokenType']),
    // A string whatever the type.
    appConfigKeyValue: z.string(),
  })
  .refine(fits, 'the value does not fit the type');

const settings = z
  .array(setting)
  .min(1)
  .refine(
    (list) => new Set(list.map(({ appConfigKey }) => appConfigKey)).size === list.length,
    'a key is repeated',
  );

const iosShape = {
  '@odata.type': z.literal(POLICY_TYPE.ios),
  ...common,
  settings: settings.nullish(),
  encodedSettingXml: z.string().min(1).nullish(),
};

const androidShape = {
  '@odata.type': z.literal(POLICY_TYPE.android),
  ...common,
  ...betaCommon,
  packageId: z.string().regex(/^app:[\w.]+$/u, 'has to be app: and the package name'),
  payloadJson: z.string().min(1).nullish(),
  permissionActions: z
    .array(
      z.strictObject({
        '@odata.type': z.literal('#microsoft.graph.androidPermissionAction').optional(),
        permission: z.string().min(1),
        action: z.enum(['prompt', 'autoGrant', 'autoDeny']),
      }),
    )
    .default([]),
  profileApplicability: z.enum(['default', 'androidWorkProfile', 'androidDeviceOwner']).default('default'),
  connectedAppsEnabled: z.boolean().default(false),
};

export const iosPolicySchema = {
  'v1.0': z.strictObject(iosShape),
  beta: z.strictObject({ ...iosShape, ...betaCommon }),
} satisfies Record<GraphVersion, z.ZodType>;

export const androidPolicySchema = z.strictObject(androidShape);

/** PATCH names the type, since the declared one is abstract, and any of the other properties. */
export const iosPatchSchema = {
  'v1.0': iosPolicySchema['v1.0'].omit({ id: true }).partial().required({ '@odata.type': true }),
  beta: iosPolicySchema.beta.omit({ id: true }).partial().required({ '@odata.type': true }),
} satisfies Record<GraphVersion, z.ZodType>;

export const androidPatchSchema = androidPolicySchema
  .omit({ id: true })
  .extend({
    permissionActions: androidShape.permissionActions.unwrap(),
    profileApplicability: androidShape.profileApplicability.unwrap(),
    connectedAppsEnabled: z.boolean(),
  })
  .partial()
  .required({ '@odata.type': true });

export type IosPolicyBody = z.infer<(typeof iosPolicySchema)['beta']>;
export type AndroidPolicyBody = z.infer<typeof androidPolicySchema>;
export type IosPatchBody = z.infer<(typeof iosPatchSchema)['beta']>;
export type AndroidPatchBody = z.infer<typeof androidPatchSchema>;
