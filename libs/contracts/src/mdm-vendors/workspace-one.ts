import { z } from 'zod';
import { described } from './described-field.ts';
import {
  accountNameSchema,
  addressSchema,
  certificateAuthoritiesField,
  clientSecretSchema,
  passwordField,
  pemFields,
  pkcs12Fields,
  userNameField,
  uuidFieldSchema,
  serverAddressSchema,
} from './shared-fields.ts';
import { defineVendor } from './vendor-definition.ts';

const allSettings = 'Workspace ONE UEM console: Groups & Settings > All Settings';

const appTypeSchema = z.enum(['Public', 'Internal', 'Purchased']);

export const workspaceOneSettingsSchema = z.strictObject({
  apiUrl: described(serverAddressSchema, {
    label: 'API address',
    help: 'Address of the REST API server',
    whereToFind: `${allSettings} > System > Advanced > Site URLs > REST API URL, without /api`,
    example: 'https://as1234.awmdm.com',
  }),
  tokenUrl: described(addressSchema.default('https://na.uemauth.workspaceone.com/connect/token'), {
    label: 'Token address',
    help: 'OAuth token address of the region; used with an OAuth client only',
    example: 'https://emea.uemauth.workspaceone.com/connect/token',
  }),
  certificateAuthorities: certificateAuthoritiesField,
  organizationGroupUuid: described(uuidFieldSchema.optional(), {
    label: 'Organization group',
    help: 'UUID of the organization group whose app is meant, where several have it',
    whereToFind:
      'Workspace ONE UEM console: Groups & Settings > Groups > Organization Groups > Details. The UUID stands in the address in the browser',
    example: '9f148ebb-3b21-4d0f-8a8e-5b2c9d3e7f10',
  }),
  appTypes: described(
    z
      .strictObject({
        ios: described(appTypeSchema.optional(), {
          label: 'iOS app',
          help: 'Which kind of app is meant on iOS',
        }),
        android: described(appTypeSchema.optional(), {
          label: 'Android app',
          help: 'Which kind of app is meant on Android',
        }),
      })
      .optional(),
    {
      label: 'Kinds of apps',
      help: 'Which app is meant, where the organization group has a public, an internal or a purchased one with the same bundle id',
      whereToFind: 'Workspace ONE UEM console: Resources > Apps > Native, the tab that lists the app',
      example: { ios: 'Purchased' },
    },
  ),
  smartGroupUuids: described(z.array(uuidFieldSchema).min(1).max(50).optional(), {
    label: 'Smart groups',
    help: 'Only assignments of these smart groups get the key; all assignments when left out',
    whereToFind: 'Workspace ONE UEM console: Groups & Settings > Groups > Assignment Groups',
    example: ['3d57a859-6c1e-4b7a-9d2f-8e0a1c5b4f37'],
  }),
  assignUnassignedAppAs: described(z.enum(['ON_DEMAND', 'AUTO']).optional(), {
    label: 'Assign an unassigned app',
    help: 'Whether an app that is assigned to nobody is assigned to the smart groups: `ON_DEMAND` offers it, `AUTO` installs it',
  }),
});

const tenantCode = described(accountNameSchema, {
  label: 'REST API key',
  help: 'The tenant code of the organization group',
  whereToFind: `${allSettings} > System > Advanced > API > REST API`,
  secret: true,
});

export const workspaceOneCredentialsSchema = z.union([
  z
    .strictObject({
      clientId: described(accountNameSchema, {
        label: 'Client ID',
        help: 'Of the OAuth client that MDM Gate signs in as',
        whereToFind:
          'Workspace ONE UEM console: Groups & Settings > Configurations > OAuth Client Management',
      }),
      clientSecret: described(clientSecretSchema, {
        label: 'Client secret',
        help: 'Shown once, when the client is added',
        secret: true,
      }),
    })
    .meta({ title: 'OAuth client' }),
  z
    .strictObject({
      username: userNameField({
        help: 'An administrator of the console with a role for the REST API',
        whereToFind: 'Workspace ONE UEM console: Accounts > Administrators',
        example: 'mdm-gate',
      }),
      password: passwordField,
      tenantCode,
    })
    .meta({ title: 'User name and password' }),
  z.strictObject({ tenantCode, ...pemFields }).meta({ title: 'Certificate and key (PEM)' }),
  z.strictObject({ tenantCode, ...pkcs12Fields }).meta({ title: 'Certificate file (PKCS#12)' }),
]);

/** Workspace ONE UEM, through its REST API. */
export const workspaceOne = defineVendor({
  vendor: 'workspace-one',
  name: 'Workspace ONE UEM',
  delivers: 'by-api',
  settings: workspaceOneSettingsSchema,
  credentials: workspaceOneCredentialsSchema,
  accountFields: ['clientId', 'username', 'tenantCode'],
  // Lookup values: any name in braces, as custom attributes are names too.
  replaces: [{ pattern: /\{[^{}]+\}/, like: '{DeviceUid}' }],
});
