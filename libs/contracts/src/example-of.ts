import { toJSONSchema, type z } from 'zod';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const uuid = '0190b2f2-6c1e-7d3a-8b7e-1f2a3b4c5d6e';

/** Texts of forms that have a name of their own. */
const byFormat: Readonly<Record<string, string>> = {
  uuid,
  guid: uuid,
  'date-time': '2026-11-23T20:00:00.000Z',
  date: '2026-11-23',
  uri: 'https://example.com',
  email: 'someone@example.com',
};

/** `given`: the schema itself says what it is like. */
const given = (schema: Json): { readonly value: unknown } | undefined => {
  const { examples } = schema;
  if (Array.isArray(examples) && examples.length > 0) return { value: examples[0] as unknown };
  for (const name of ['const', 'default'] as const) if (name in schema) return { value: schema[name] };
  return Array.isArray(schema['enum']) ? { value: (schema['enum'] as unknown[])[0] } : undefined;
};

const textOf = ({ format, minLength, pattern }: Json): string => {
  if (typeof format === 'string' && format in byFormat) return byFormat[format] ?? '';
  const repeated = typeof pattern === 'string' ? /\{(?<times>\d+)(?:,\d*)?\}\$$/.exec(pattern) : null;
  if (repeated !== null) return 'A'.repeat(Number(repeated.groups?.['times']));
  const text = 'text';
  return typeof minLength === 'number' ? text.padEnd(minLength, 't') : text;
};

const numberOf = ({ minimum, exclusiveMinimum }: Json): number =>
  typeof minimum === 'number'
    ? Math.max(minimum, 1)
    : typeof exclusiveMinimum === 'number'
      ? exclusiveMinimum + 1
      : 1;

/** One level of JSON Schema, the definitions it may refer to at hand. */
class Example {
  readonly #definitions: Json;

  constructor(definitions: Json) {
    this.#definitions = definitions;
  }

  of(schema: unknown): unknown {
    if (!isObject(schema)) return 'any value';
    const said = given(schema);
    return said === undefined ? this.#made(schema) : said.value;
  }

  #made(schema: Json): unknown {
    const referred = typeof schema['$ref'] === 'string' ? schema['$ref'].split('/').at(-1) : undefined;
    if (referred !== undefined) return this.#referred(referred);
    for (const name of ['anyOf', 'oneOf', 'allOf'] as const) {
      const [first] = Array.isArray(schema[name]) ? (schema[name] as unknown[]) : [];
      if (first !== undefined) return this.of(first);
    }
    return this.#typed(schema);
  }

  /** What refers to itself is any JSON. */
  #referred(name: string): unknown {
    const definition = this.#definitions[name];
    return JSON.stringify(definition).includes(`/${name}"`) ? {} : this.of(definition);
  }

  #typed(schema: Json): unknown {
    switch ([schema['type']].flat()[0]) {
      case 'object':
        return this.#object(schema);
      case 'array':
        return this.#list(schema);
      case 'string':
        return textOf(schema);
      case 'integer':
      case 'number':
        return numberOf(schema);
      case 'boolean':
        return true;
      case 'null':
        return null;
      default:
        return {};
    }
  }

  #object({ properties, required }: Json): Json {
    const names = Array.isArray(required) ? (required as unknown[]) : [];
    const fields = isObject(properties) ? Object.entries(properties) : [];
    return Object.fromEntries(
      fields
        .filter(([name, field]) => names.includes(name) || (isObject(field) && given(field) !== undefined))
        .map(([name, field]) => [name, this.of(field)]),
    );
  }

  #list({ items, prefixItems }: Json): readonly unknown[] {
    if (Array.isArray(prefixItems)) return prefixItems.map((item) => this.of(item));
    return items === undefined ? [] : [this.of(items)];
  }
}

/**
 * What a value of the schema looks like: the examples, defaults and constants that its parts name, put together. A test
 * holds every example of the contracts to its schema.
 */
export const exampleOf = (schema: z.ZodType, io: 'input' | 'output' = 'input'): unknown => {
  const written = toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any' }) as Json;
  const definitions = isObject(written['$defs']) ? written['$defs'] : {};
  return new Example(definitions).of(written);
};
