import { fieldWords } from '@mdm-gate/contracts';
import { z } from 'zod';

export type JsonObject = Readonly<Record<string, unknown>>;

/** JSON Schema 2020-12, which OpenAPI 3.1 is built on. `input`: as a caller writes it. `output`: as it is answered. */
export const jsonSchemaOf = (schema: z.ZodType, io: 'input' | 'output'): JsonObject =>
  Object.fromEntries(
    Object.entries(
      z.toJSONSchema(schema, {
        target: 'draft-2020-12',
        io,
        override: ({ jsonSchema }) => {
          describe(jsonSchema);
        },
      }),
    ).filter(([name]) => name !== '$schema'),
  );

/** Fields that say nothing of themselves get the words that fields of their name have. */
const describe = ({ properties = {} }: z.core.JSONSchema.BaseSchema): void => {
  for (const [name, field] of Object.entries(properties)) {
    const words = fieldWords(name);
    if (typeof field === 'object' && words !== undefined) field.description ??= words;
  }
};
