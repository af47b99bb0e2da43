import { z } from 'zod';
import { described } from './described-field.ts';
import {
  certificateAuthoritiesField,
  clientSecretSchema,
  pemFields,
  pkcs12Fields,
  serverAddressSchema,
} from './shared-fields.ts';
import { defineVendor } from './vendor-definition.ts';

const entra = 'Microsoft Entra admin center';
const mobileAppWhere =
  'Intune admin center: Apps > All apps > the app. The id stands at the end of the address in the browser';

export const intuneSettingsSchema = z.strictObject({
  tenantId: described(z.string().regex(/^[A-Za-z0-9.-]{1,253}$/, 'must be a GUID or a domain'), {
    label: 'Tenant',
    help: 'Directory (tenant) id, or one of the domains of the tenant',
    whereToFind: `${entra}: Overview > Tenant ID`,
    example: '5f2b7c1e-58a1-4c53-9f4e-0d6c4b7a9e21',
  }),
  graphUrl: described(serverAddressSchema.default('https://graph.microsoft.com'), {
    label: 'Microsoft Graph',
    help: 'Another host for national clouds, such as https://graph.microsoft.us',
    example: 'https://graph.microsoft.com',
  }),
  loginUrl: described(serverAddressSchema.default('https://login.microsoftonline.com'), {
    label: 'Sign-in address',
    help: 'Another host for national clouds, such as https://login.microsoftonline.us',
    example: 'https://login.microsoftonline.com',
  }),
  scope: described(z.url().max(2_048).optional(), {
    label: 'Scope',
    help: 'Only where it is not `<Microsoft Graph>/.default`, as in one national cloud',
    example: 'https://graph.microsoft.us/.default',
  }),
  certificateAuthorities: certificateAuthoritiesField,
  assignToGroupIds: described(z.array(z.guid()).max(50).default([]), {
    label: 'Groups',
    help: 'Entra groups that the app configuration policy is assigned to, beside those that it has',
    whereToFind: `${entra}: Groups > the group > Object ID`,
    example: ['0b8f1c2a-7d34-4f0e-9a51-2c6d8e4f7b13'],
  }),
  mobileAppIds: described(
    z
      .strictObject({
        ios: described(z.guid().optional(), {
          label: 'iOS app',
          help: 'Id of the app in Intune',
          whereToFind: mobileAppWhere,
        }),
        android: described(z.guid().optional(), {
          label: 'Android app',
          help: 'Id of the app in Intune',
          whereToFind: mobileAppWhere,
        }),
      })
      .default({}),
    {
      label: 'Apps in Intune',
      help: 'Which app is meant, where Intune has several with the same bundle id or package name',
    },
  ),
});

const clientId = described(z.guid(), {
  label: 'Application (client) ID',
  help: 'Of the app registration that MDM Gate signs in as',
  whereToFind: `${entra}: App registrations > the app > Overview`,
  example: 'c4f1d9a0-3b62-4f8e-8c57-91e0a2d7b6f4',
});

export const intuneCredentialsSchema = z.union([
  z
    .strictObject({
      clientId,
      clientSecret: described(clientSecretSchema, {
        label: 'Client secret',
        help: 'Its value, not its id',
        whereToFind: `${entra}: App registrations > the app > Certificates & secrets > Client secrets. The value is shown once`,
        secret: true,
      }),
    })
    .meta({ title: 'Client secret' }),
  z.strictObject({ clientId, ...pemFields }).meta({ title: 'Certificate and key (PEM)' }),
  z.strictObject({ clientId, ...pkcs12Fields }).meta({ title: 'Certificate file (PKCS#12)' }),
]);

/** Microsoft Intune, through Microsoft Graph. */
export const intune = defineVendor({
  vendor: 'intune',
  name: 'Microsoft Intune',
  delivers: 'by-api',
  settings: intuneSettingsSchema,
  credentials: intuneCredentialsSchema,
  accountFields: [],
  // Reserved as a whole, whatever stands between: https://learn.microsoft.com/intune/apps/app-configuration-policies-use-ios
  replaces: [{ pattern: /\{\{|\}\}/, like: '{{deviceid}}' }],
});
