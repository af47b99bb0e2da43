import type { z } from 'zod';
import { jsonSchemaOf, type JsonObject } from './json-schema-of.ts';

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const definition = /"#\/\$defs\/(?<name>[^"]+)"/g;

/**
 * A reference of JSON Schema leads to the root of its own schema, in OpenAPI to that of the whole document: definitions
 * move to `components.schemas`, the same one once.
 */
export class ComponentSchemas {
  readonly #names = new Map<string, string>();
  readonly #schemas: Record<string, JsonObject> = {};

  of(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
    const { $defs, ...written } = jsonSchemaOf(schema, io);
    const definitions = isObject($defs) ? $defs : {};
    const names = new Map(
      Object.keys(definitions).map((name) => [name, this.#nameOf(name, definitions[name])]),
    );
    for (const [name, component] of names) this.#schemas[component] ??= referring(definitions[name], names);
    return referring(written, names);
  }

  get all(): Readonly<Record<string, JsonObject>> {
    return this.#schemas;
  }

  /** What has no name of its own is what refers to itself: any JSON value. */
  #nameOf(name: string, schema: unknown): string {
    if (!name.startsWith('__schema')) return name;
    const content = JSON.stringify(schema).replace(definition, '""');
    const known =
      this.#names.get(content) ?? `AnyJson${this.#names.size === 0 ? '' : String(this.#names.size + 1)}`;
    this.#names.set(content, known);
    return known;
  }
}

const referring = (schema: unknown, names: ReadonlyMap<string, string>): JsonObject =>
  JSON.parse(
    JSON.stringify(schema).replace(
      definition,
      (_, name: string) => `"#/components/schemas/${names.get(name) ?? name}"`,
    ),
  ) as JsonObject;
