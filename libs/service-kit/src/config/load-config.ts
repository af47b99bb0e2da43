import { z } from 'zod';
import { issuesOf } from '../errors/parse-or-refuse.ts';

/** Says what is wrong with the environment, without repeating any value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads a service's settings: every variable with its prefix must be in the schema, so that a typing error is refused
 * instead of ignored. An empty variable counts as not set.
 */
export const loadConfig = <Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  prefix: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): z.output<z.ZodObject<Shape>> => {
  const given = Object.entries(environment).filter(
    ([name, value]) =>
      (name.startsWith(prefix) || Object.hasOwn(schema.shape, name)) && value !== undefined && value !== '',
  );
  const result = schema.strict().safeParse(Object.fromEntries(given));
  if (result.success) return result.data;
  const problems = issuesOf(result.error).map(
    ({ path, message }) => `  ${path === '' ? prefix : path}: ${message}`,
  );
  throw new ConfigError(['The configuration is not valid:', ...problems].join('\n'));
};

/** A TCP port; 0 takes any free one. */
export const portSchema = z.coerce.number().int().min(0).max(65_535);

/** The address to listen on: of this machine only, unless the environment says otherwise (`0.0.0.0`: all addresses). */
export const listenHostSchema = z.union([z.hostname(), z.ipv6()]).default('127.0.0.1');

/** A URL with one of the named schemes, written without the colon. */
export const urlSchema = (...protocols: readonly string[]) =>
  z.url({ protocol: new RegExp(`^(?:${protocols.join('|')})$`) });
