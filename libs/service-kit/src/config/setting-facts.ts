import { z } from 'zod';

/** What people are told of a setting: in `docs/settings.md`, and in the line that refuses a wrong value. */
export interface SettingFacts {
  /** What it is for, as a sentence. */
  readonly means?: string;
  /** What is taken, in plain words that follow "must be": `a port, 0 to 65535`. */
  readonly expected?: string;
  readonly example?: string;
  readonly unit?: string;
  /** Its value is never repeated, and may be given as a file that `<NAME>_FILE` names. */
  readonly secret?: boolean;
}

const facts = z.registry<SettingFacts>();

/** The schema with facts, which add to those it has, or to those of what it wraps (as a default does). */
export const withFacts = <Schema extends z.ZodType>(schema: Schema, its: SettingFacts): Schema => {
  const own = schema.clone();
  facts.add(own, its);
  return own;
};

/** One setting of a service: what is taken, and what it is for. */
export const setting = <Schema extends z.ZodType>(
  schema: Schema,
  means: string,
  more: Omit<SettingFacts, 'means'> = {},
): Schema => withFacts(schema, { means, ...more });

export const factsOf = (schema: z.core.$ZodType | undefined): SettingFacts => ({
  ...(isWrapper(schema) && factsOf(schema.unwrap())),
  ...(schema !== undefined && facts.get(schema)),
});

/** As people would write it; undefined where there is none. */
export const defaultOf = (schema: z.core.$ZodType): string | undefined => {
  if (schema instanceof z.ZodDefault) return z.coerce.string().parse(schema.def.defaultValue);
  return isWrapper(schema) ? defaultOf(schema.unwrap()) : undefined;
};

const isWrapper = (schema: z.core.$ZodType | undefined): schema is z.ZodOptional | z.ZodDefault =>
  schema instanceof z.ZodOptional || schema instanceof z.ZodDefault;
