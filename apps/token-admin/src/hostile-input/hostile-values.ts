import fc from 'fast-check';
import type { JsonSchema } from './openapi-operations.ts';

const nested = (depth: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
};

/** Texts that have broken other programs. */
export const hostileTexts: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e\u200b\ufeff',
  '𝕳𝖔𝖘𝖙𝖎𝖑𝖊 👩‍👩‍👧‍👦',
  "' OR 1=1; DROP TABLE token_admin.organizations; --",
  '"; SELECT pg_sleep(10); --',
  '${jndi:ldap://127.0.0.1/x}',
  '{{7*7}}',
  '<script>alert(1)</script>',
  '../../../../etc/passwd',
  '%00%0d%0a',
  '\r\nSet-Cookie: a=b',
  '__proto__',
  'constructor',
  '$where',
  '-1',
  '1e309',
  '9223372036854775808',
  '0x41',
  'null',
  'NaN',
  '2026-02-30T25:61:61Z',
  '+275760-09-13T00:00:00.001Z',
  '00000000-0000-0000-0000-000000000000',
  'x'.repeat(300),
  'ü'.repeat(3_000),
];

const hostileText = fc.oneof(fc.constantFrom(...hostileTexts), fc.string({ unit: 'binary', maxLength: 50 }));

/** What does not fit anywhere. */
const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom<unknown>(null, true, 0, -1, 1e308, 2 ** 53, 0.1, [], {}, [null], nested(500), {
    __proto__: null,
  }),
  fc.jsonValue({ maxDepth: 3 }),
);

const formats: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  uuid: fc.uuid(),
  'date-time': fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
};

const propertiesOf = (schema: JsonSchema): readonly (readonly [string, JsonSchema])[] =>
  Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>);

const requiredOf = (schema: JsonSchema): readonly string[] => (schema['required'] ?? []) as readonly string[];

const recordOf = (schema: JsonSchema, requiredKeys: readonly string[]): fc.Arbitrary<unknown> =>
  fc.record(
    Object.fromEntries(propertiesOf(schema).map(([name, property]) => [name, mostlyFitting(property)])),
    { requiredKeys: requiredKeys.filter((name) => propertiesOf(schema).some(([known]) => known === name)) },
  );

const objectFitting = (schema: JsonSchema): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 3, arbitrary: recordOf(schema, requiredOf(schema)) },
    { weight: 1, arbitrary: recordOf(schema, []) },
  );

const byType: Readonly<Record<string, (schema: JsonSchema) => fc.Arbitrary<unknown>>> = {
  object: objectFitting,
  string: () => fc.string({ minLength: 1, maxLength: 40 }),
  boolean: () => fc.boolean(),
  integer: () => fc.integer({ min: 1, max: 200 }),
};

/** Something that the schema allows, roughly: to get past the first check and meet the next one. */
function fitting(schema: JsonSchema): fc.Arbitrary<unknown> {
  const { enum: choices, format, type, anyOf } = schema;
  if (Array.isArray(choices)) return fc.constantFrom<unknown>(...(choices as unknown[]));
  if (Array.isArray(anyOf)) return fc.oneof(...(anyOf as JsonSchema[]).map(fitting));
  return formats[String(format)] ?? byType[String(type)]?.(schema) ?? hostileValue;
}

const mostlyFitting = (schema: JsonSchema): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 4, arbitrary: fitting(schema) }, { weight: 1, arbitrary: hostileValue });

const withUnknownField = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && !Array.isArray(body)
    ? { ...body, isAdministrator: true }
    : body;

const structuredFor = (schema: JsonSchema | undefined): fc.Arbitrary<unknown> =>
  schema === undefined ? fc.constant({}) : fitting(schema);

/** A body that the operation is likely to take. */
export const fittingBodyFor = (schema: JsonSchema | undefined): fc.Arbitrary<string> =>
  structuredFor(schema).map((body) => JSON.stringify(body));

/** A body for an operation: fitting in parts, with an unknown field now and then, or nothing like it at all. */
export const bodyFor = (schema: JsonSchema | undefined): fc.Arbitrary<string | undefined> => {
  const structured = structuredFor(schema);
  return fc.oneof(
    { weight: 6, arbitrary: structured.map((body) => JSON.stringify(body)) },
    { weight: 1, arbitrary: structured.map((body) => JSON.stringify(withUnknownField(body))) },
    { weight: 2, arbitrary: hostileValue.map((body) => JSON.stringify(body)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '',
        '{',
        '{"a":1,}',
        '{"__proto__":{"x":1}}',
        '\ufeff{}',
        `"${'x'.repeat(70_000)}"`,
      ),
    },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
};

export const textFor = (schema: JsonSchema): fc.Arbitrary<string> =>
  fc.oneof(
    fitting(schema).map((value) => (typeof value === 'string' ? value : JSON.stringify(value))),
    hostileText,
  );
