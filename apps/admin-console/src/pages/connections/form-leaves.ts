import type { FormField } from '@mdm-gate/contracts';

/** One control of a form: the field itself, or a part of it. */
export interface Leaf {
  /** The names that lead to it, with points between. */
  readonly path: string;
  readonly kind: 'text' | 'long' | 'number' | 'choice' | 'list';
  readonly label: string;
  readonly help: string;
  readonly whereToFind: string | null;
  readonly secret: boolean;
  readonly required: boolean;
  readonly choices: readonly string[];
  readonly example: string;
}

interface JsonSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly maxLength?: number;
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly 'x-where-to-find'?: string;
}

/** From this length on a value has several lines, as PEM and base64 do. */
const longFrom = 4_096;

const kindOf = ({ type, enum: choices, maxLength }: JsonSchema): Leaf['kind'] => {
  if (choices !== undefined) return 'choice';
  if (type === 'integer' || type === 'number') return 'number';
  if (type === 'array') return 'list';
  return maxLength !== undefined && maxLength >= longFrom ? 'long' : 'text';
};

const exampleOf = ({ default: preset, examples }: JsonSchema): string => {
  const example = preset ?? examples?.[0];
  if (Array.isArray(example)) return example.join('\n');
  return typeof example === 'string' || typeof example === 'number' ? String(example) : '';
};

const leaf = (path: string, schema: JsonSchema, field: FormField, required: boolean): Leaf => ({
  path,
  kind: kindOf(schema),
  label: schema.title ?? field.label,
  help: schema.description ?? field.help,
  whereToFind: schema['x-where-to-find'] ?? field.whereToFind,
  secret: field.secret,
  required,
  choices: (schema.enum ?? []).map(String),
  example: exampleOf(schema),
});

/** An object's parts are controls of their own. */
export const leavesOf = (fields: readonly FormField[]): readonly Leaf[] =>
  fields.flatMap((field) => {
    const schema = field.schema as JsonSchema;
    const parts = Object.entries(schema.properties ?? {});
    if (parts.length === 0) return [leaf(field.name, schema, field, field.required)];
    return parts.map(([name, part]) =>
      leaf(`${field.name}.${name}`, part, field, field.required && (schema.required ?? []).includes(name)),
    );
  });

const valueOf = ({ kind }: Leaf, text: string): unknown => {
  if (kind === 'number') return Number(text);
  if (kind === 'list') return text.split(/[\s,]+/).filter((entry) => entry !== '');
  return text;
};

/** Puts the entered texts together into what the fields make up. */
export const partsOf = (
  leaves: readonly Leaf[],
  textOf: (path: string) => string,
): Readonly<Record<string, unknown>> => {
  const whole: Record<string, unknown> = {};
  for (const each of leaves) {
    const text = textOf(each.path);
    if (text === '') continue;
    const [name = '', part] = each.path.split('.');
    if (part === undefined) whole[name] = valueOf(each, text);
    else whole[name] = { ...(whole[name] as object | undefined), [part]: valueOf(each, text) };
  }
  return whole;
};
