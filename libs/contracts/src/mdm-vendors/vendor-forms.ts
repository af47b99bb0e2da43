import { z } from 'zod';
import { connectionFields } from './connection-fields.ts';
import { mdmVendorCatalogue } from './vendor-catalogue.ts';
import type { MdmVendorDefinition } from './vendor-definition.ts';
import { mdmVendorSchema } from './vendor-names.ts';

/** A field as a form can draw it. `schema` is the JSON Schema (2020-12) of what is entered. */
export const formFieldSchema = z.object({
  name: z.string(),
  label: z.string(),
  help: z.string(),
  /** The place in the vendor's console that shows the value; null where there is nothing to say. */
  whereToFind: z.string().nullable(),
  /** Never shown again once it is entered. */
  secret: z.boolean(),
  required: z.boolean(),
  schema: z.record(z.string(), z.unknown()),
});
export type FormField = z.infer<typeof formFieldSchema>;

/** What a form for a connection to one vendor's product asks for. */
export const mdmVendorFormSchema = z.object({
  vendor: mdmVendorSchema,
  name: z.string(),
  delivers: z.enum(['by-api', 'by-hand']),
  settings: z.array(formFieldSchema),
  /** The ways to sign in, of which a connection uses one. */
  credentials: z.array(z.object({ title: z.string(), fields: z.array(formFieldSchema) })),
});
export type MdmVendorForm = z.infer<typeof mdmVendorFormSchema>;

const objectShape = z.looseObject({
  title: z.string().default(''),
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  required: z.array(z.string()).default([]),
});

const wordsShape = z.looseObject({
  title: z.string(),
  description: z.string(),
  'x-where-to-find': z.string().optional(),
  writeOnly: z.boolean().default(false),
});

const formOf = (object: z.ZodObject): { title: string; fields: FormField[] } => {
  const { title, properties, required } = objectShape.parse(z.toJSONSchema(object, { io: 'input' }));
  const fields = Object.entries(properties).map(([name, schema]) => {
    const words = wordsShape.parse(schema);
    return {
      name,
      label: words.title,
      help: words.description,
      whereToFind: words['x-where-to-find'] ?? null,
      secret: words.writeOnly,
      required: required.includes(name),
      schema,
    };
  });
  return { title, fields };
};

const vendorForm = ({
  vendor,
  name,
  delivers,
  settings,
  credentials,
}: MdmVendorDefinition): MdmVendorForm => ({
  vendor,
  name,
  delivers,
  settings: formOf(settings).fields,
  credentials: credentials.options.map(formOf),
});

/** The forms of all vendors. */
export const mdmVendorForms: readonly MdmVendorForm[] = Object.values(mdmVendorCatalogue).map(vendorForm);

/** What a connection to any vendor has beside its settings and credentials. */
export const connectionForm: readonly FormField[] = formOf(z.strictObject(connectionFields)).fields;
