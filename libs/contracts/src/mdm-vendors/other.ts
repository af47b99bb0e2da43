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
  // Which MDM it is we are not told: the forms of all that are known.
  replaces: [
    { pattern: /\{\{|\}\}/, like: '{{deviceid}}' },
    { pattern: /\{[^{}]+\}/, like: '{DeviceUid}' },
    { pattern: /\$\{/, like: '${userEmailAddress}' },
    { pattern: /\$[A-Za-z_]/, like: '$SERIALNUMBER' },
    { pattern: /%[A-Za-z_][\w .-]*%/, like: '%_EMAILADDRESS_%' },
    { pattern: /\[\[|\]\]/, like: '[[deviceName]]' },
    { pattern: /<(?:user|device)Variable\b/i, like: '<userVariable value="emailAddress"/>' },
  ],
});
