import { readFileSync, statSync } from 'node:fs';
import type { z } from 'zod';
import { isServiceLink } from './kubernetes-service-links.ts';
import { factsOf } from './setting-facts.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the environment says of a service's settings. A problem names its setting, and repeats no value. */
export interface Given {
  readonly values: ReadonlyMap<string, string>;
  readonly problems: ReadonlyMap<string, string>;
}

const fileSuffix = '_FILE';
const fileBytesMax = 1_024 * 1_024;

/** An empty variable counts as not set; variables without the service's prefix that it has no setting for are others' business. */
export const readEnvironment = (shape: z.core.$ZodShape, prefix: string, environment: Environment): Given => {
  const set = new Map(
    Object.entries(environment).flatMap(([name, value]) =>
      value === undefined || value === '' || isServiceLink(name, value) ? [] : [[name, value] as const],
    ),
  );
  const values = new Map<string, string>();
  const problems = new Map<string, string>();
  for (const [name, schema] of Object.entries(shape)) {
    const reading = read(name, factsOf(schema).secret === true, set);
    if (reading.problem !== undefined) problems.set(name, reading.problem);
    else if (reading.value !== undefined) values.set(name, reading.value);
  }
  for (const name of set.keys())
    if (name.startsWith(prefix) && !isKnown(name, shape))
      problems.set(name, 'there is no such setting; docs/settings.md lists all');
  return { values, problems };
};

interface Reading {
  readonly value?: string | undefined;
  readonly problem?: string;
}

const read = (name: string, isSecret: boolean, set: ReadonlyMap<string, string>): Reading => {
  const value = set.get(name);
  const file = isSecret ? set.get(name + fileSuffix) : undefined;
  if (file === undefined) return { value };
  if (value !== undefined) return { problem: `is set twice, also by ${name}${fileSuffix}: set one of them` };
  return readSecretFile(name + fileSuffix, file);
};

/** Editors and secret stores end a file with a line end, which is not part of the secret. */
const readSecretFile = (name: string, path: string): Reading => {
  try {
    const found = statSync(path);
    if (!found.isFile()) return { problem: `what ${name} names is not a file` };
    if (found.size > fileBytesMax) return { problem: `the file that ${name} names is larger than 1 MiB` };
    const value = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
    return value === '' ? { problem: `the file that ${name} names is empty` } : { value };
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : 'unknown';
    return { problem: `the file that ${name} names cannot be read (${String(code)})` };
  }
};

const isKnown = (name: string, shape: z.core.$ZodShape): boolean => {
  if (Object.hasOwn(shape, name)) return true;
  const secret = name.endsWith(fileSuffix) ? shape[name.slice(0, -fileSuffix.length)] : undefined;
  return secret !== undefined && factsOf(secret).secret === true;
};
