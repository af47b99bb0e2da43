import { z } from 'zod';
import { defineVendor } from './vendor-definition.ts';

/** Any other MDM: a person enters the value there, from files and steps that are made for it. */
export const otherMdm = defineVendor({
  vendor: 'other',
  name: 'Another MDM',
  delivers: 'by-hand',
  settings: z.strictObject({}),
  credentials: z.union([z.strictObject({}).meta({ title: 'No sign-in' })]),
  accountFields: [],
});
