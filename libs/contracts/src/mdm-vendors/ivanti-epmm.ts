import { z } from 'zod';
import { described } from './described-field.ts';
import { attributeField, ivantiCredentialsSchema } from './ivanti-fields.ts';
import { certificateAuthoritiesField, serverAddressSchema } from './shared-fields.ts';
import { defineVendor } from './vendor-definition.ts';

/** Only the default device space is reached. */
export const ivantiEpmmSettingsSchema = z.strictObject({
  apiUrl: described(serverAddressSchema, {
    label: 'Address',
    help: 'Address of the server',
    whereToFind: 'The address of the admin portal in the browser, without a path',
    example: 'https://mdm.example.com',
  }),
  certificateAuthorities: certificateAuthoritiesField,
  attribute: attributeField('Ivanti EPMM: Settings > System Settings > Users & Devices > Custom Attributes'),
});

/** Ivanti EPMM (MobileIron Core). */
export const ivantiEpmm = defineVendor({
  vendor: 'ivanti-epmm',
  name: 'Ivanti EPMM (MobileIron Core)',
  delivers: 'by-api',
  settings: ivantiEpmmSettingsSchema,
  credentials: ivantiCredentialsSchema,
  accountFields: [],
  replaces: [
    { pattern: /\$[A-Za-z][\w.-]*\$/, like: '$EMAIL$' },
    { pattern: /\$\{/, like: '${attribute}' },
  ],
});
