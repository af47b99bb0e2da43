import { z } from 'zod';
import { described } from './described-field.ts';
import { passwordField, userNameField } from './shared-fields.ts';

/** The custom device attribute that the app configuration refers to. */
export const attributeField = (whereToFind: string) =>
  described(
    z
      .string()
      .regex(/^[a-z0-9_]{1,64}$/, 'must be lower-case letters, digits and underscores')
      .default('pingidmdmtoken'),
    {
      label: 'Device attribute',
      help: 'The custom device attribute that holds the token; the app configuration refers to it as `${attribute}`',
      whereToFind,
      example: 'pingidmdmtoken',
    },
  );

/** Both products sign in an API user by password. */
export const ivantiCredentialsSchema = z.union([
  z
    .strictObject({
      username: userNameField({
        help: 'An API user with the role for Common Platform Services and device management',
        whereToFind: 'Ivanti admin portal: Users',
        example: 'mdm-gate@example.com',
      }),
      password: passwordField,
    })
    .meta({ title: 'User name and password' }),
]);
