import { z } from 'zod';
import { mdmVendorCatalogue } from './vendor-catalogue.ts';

const definitions = Object.values(mdmVendorCatalogue);

const asWritten = (name: string, schema: z.ZodType, index: number) => ({
  title: `${definitions[index]?.name ?? ''}: ${name}`,
  ...z.toJSONSchema(schema, { io: 'input' }),
  $schema: undefined,
});

/**
 * Fields of whichever vendor. Where the vendor is known they are checked by its definition; documents name the
 * alternatives.
 */
const anyVendors = (name: string, alternatives: readonly z.ZodType[]) =>
  z
    .record(z.string().max(64), z.unknown())
    .meta({ anyOf: alternatives.map((schema, index) => asWritten(name, schema, index)) });

export const anySettingsSchema = anyVendors(
  'settings',
  definitions.map(({ settings }) => settings),
);

export const anyCredentialsSchema = anyVendors(
  'credentials',
  definitions.map(({ credentials }) => credentials),
);
