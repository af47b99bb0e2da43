import { z } from 'zod';

export type JsonObject = Readonly<Record<string, unknown>>;

/** JSON Schema 2020-12, which OpenAPI 3.1 is built on. `input`: as a caller writes it. `output`: as it is answered. */
export const jsonSchemaOf = (schema: z.ZodType, io: 'input' | 'output'): JsonObject =>
  Object.fromEntries(
    Object.entries(z.toJSONSchema(schema, { target: 'draft-2020-12', io })).filter(
      ([name]) => name !== '$schema',
    ),
  );
