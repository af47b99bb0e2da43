import { z } from 'zod';
import { described } from './described-field.ts';
import { attributeField, ivantiCredentialsSchema } from './ivanti-fields.ts';
import { certificateAuthoritiesField, serverAddressSchema } from './shared-fields.ts';
import { defineVendor } from './vendor-definition.ts';

export const ivantiNeuronsSettingsSchema = z.strictObject({
  apiUrl: described(serverAddressSchema, {
    label: 'Address',
    help: 'Address of the tenant',
    whereToFind: 'The address of the admin portal in the browser, without a path',
    example: 'https://na1.mobileiron.com',
  }),
  certificateAuthorities: certificateAuthoritiesField,
  attribute: attributeField('Ivanti Neurons for MDM: Admin > System > Attributes'),
  deviceSpaceId: described(z.union([z.int().min(0), z.string().regex(/^\d{1,18}$/)]).optional(), {
    label: 'Device space',
    help: 'Id of another device space than the default one',
    example: 12_345,
  }),
});

/** Ivanti Neurons for MDM (MobileIron Cloud). */
export const ivantiNeurons = defineVendor({
  vendor: 'ivanti-neurons',
  name: 'Ivanti Neurons for MDM (MobileIron Cloud)',
  delivers: 'by-api',
  settings: ivantiNeuronsSettingsSchema,
  credentials: ivantiCredentialsSchema,
  accountFields: ['username'],
  // Its guide writes variables in the first form, and for managed configurations of Android in the second.
  replaces: [
    { pattern: /\$\{/, like: '${userEmailAddress}' },
    { pattern: /\$[A-Za-z][\w.-]*\$/, like: '$EMAIL$' },
  ],
});
