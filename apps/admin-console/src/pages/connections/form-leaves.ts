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

interface Place {
  readonly path: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
}

const leaf = ({ path, schema, required }: Place, field: FormField): Leaf => ({
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

/** An object's parts are controls of their own, however deep they stand. */
const leavesAt = (place: Place, field: FormField): readonly Leaf[] => {
  const { path, schema, required } = place;
  const parts = Object.entries(schema.properties ?? {});
  if (parts.length === 0) return [leaf(place, field)];
  return parts.flatMap(([name, part]) =>
    leavesAt(
      {
        path: `${path}.${name}`,
        schema: part,
        required: required && (schema.required ?? []).includes(name),
      },
      field,
    ),
  );
};

export const leavesOf = (fields: readonly FormField[]): readonly Leaf[] =>
  fields.flatMap((field) =>
    leavesAt({ path: field.name, schema: field.schema, required: field.required }, field),
  );

const valueOf = ({ kind }: Leaf, text: string): unknown => {
  if (kind === 'number') return Number(text);
  if (kind === 'list') return text.split(/[\s,]+/).filter((entry) => entry !== '');
  return text;
};

type Whole = Readonly<Record<string, unknown>>;

const isWhole = (value: unknown): value is Whole =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const withPart = (whole: Whole, [name = '', ...rest]: readonly string[], value: unknown): Whole => {
  const former = whole[name];
  return {
    ...whole,
    [name]: rest.length === 0 ? value : withPart(isWhole(former) ? former : {}, rest, value),
  };
};

/** Puts the entered texts together into what the fields make up. Fields left empty are left out. */
export const partsOf = (leaves: readonly Leaf[], textOf: (path: string) => string): Whole =>
  leaves.reduce<Whole>((whole, each) => {
    const text = textOf(each.path);
    return text === '' ? whole : withPart(whole, each.path.split('.'), valueOf(each, text));
  }, {});

/** What stands in a control that shows such a value. */
export const textAt = (whole: Whole, path: string): string => {
  const value = path
    .split('.')
    .reduce<unknown>((part, name) => (isWhole(part) ? part[name] : undefined), whole);
  if (Array.isArray(value)) return value.map(String).join('\n');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};
