import { z } from 'zod';
import { plainTextSchema } from '../http/plain-text.ts';
import { described } from './described-field.ts';

export const defaultConfigurationKey = 'PINGID_MDM_TOKEN';
export const defaultApps = {
  ios: { bundleId: 'com.pingidentity.pingid.prod' },
  android: { packageName: 'prod.com.pingidentity.pingid' },
} as const;

const bundleIdField = described(z.string().regex(/^[A-Za-z0-9.-]{1,155}$/), {
  label: 'Bundle id on iOS',
  help: 'Of the app that presents the token; with neither id filled in it is PingID on both platforms',
  example: defaultApps.ios.bundleId,
});
const packageNameField = described(z.string().regex(/^[A-Za-z0-9_.]{1,255}$/), {
  label: 'Package name on Android',
  help: 'Of the app that presents the token; a platform left out is not delivered to',
  example: defaultApps.android.packageName,
});

/** The authenticator app per platform; a platform left out is not delivered to. */
export const mdmAppsSchema = z
  .strictObject({
    ios: z.strictObject({ bundleId: bundleIdField }).optional(),
    android: z.strictObject({ packageName: packageNameField }).optional(),
  })
  .refine((apps) => apps.ios !== undefined || apps.android !== undefined, 'at least one platform is needed')
  .meta({ examples: [defaultApps] });
export type MdmApps = z.infer<typeof mdmAppsSchema>;

export const connectionNameSchema = plainTextSchema(120);
export const configurationKeySchema = z.string().regex(/^[A-Za-z0-9_.-]{1,128}$/);

/** What connections to all vendors have, with words for those who fill it in. */
export const connectionFields = {
  name: described(connectionNameSchema, {
    label: 'Name',
    help: 'What administrators call this MDM',
    example: 'Intune, Europe',
  }),
  apps: described(mdmAppsSchema.default(defaultApps), {
    label: 'Authenticator app',
    help: 'Bundle id and package name of the app that presents the token; a platform left out is not delivered to',
  }),
  configurationKey: described(configurationKeySchema.default(defaultConfigurationKey), {
    label: 'Configuration key',
    help: 'The key of the managed app configuration that holds the token',
  }),
};
