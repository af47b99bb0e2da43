import type { z } from 'zod';
import { ConfigError } from './config-error.ts';
import { readEnvironment, type Environment, type Given } from './environment.ts';
import { factsOf, type SettingFacts } from './setting-facts.ts';

/**
 * Reads a service's settings, and says of all that are missing, unknown or wrong at once what is wrong with them. Every
 * variable with the prefix must be in the schema, so that a typing error is refused instead of ignored.
 */
export const loadConfig = <Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  prefix: string,
  environment: Environment = process.env,
): z.output<z.ZodObject<Shape>> => {
  const given = readEnvironment(schema.shape, prefix, environment);
  const result = schema.safeParse(Object.fromEntries(given.values));
  if (result.success && given.problems.size === 0) return result.data;
  const found = (result.error?.issues ?? []).map(
    (issue) => [String(issue.path[0]), problemIn(issue, schema.shape, given)] as const,
  );
  // What is wrong with the variable says more than that nothing could be read from it.
  const lines = [...new Map([...found.reverse(), ...given.problems])].map(
    ([name, problem]) => `  ${name}: ${problem}`,
  );
  throw new ConfigError(['The configuration is not valid:', ...lines.sort()].join('\n'));
};

const problemIn = (
  { path, code, message }: z.core.$ZodIssue,
  shape: z.core.$ZodShape,
  given: Given,
): string => {
  const name = String(path[0]);
  const facts = factsOf(shape[name]);
  return given.values.has(name) ? mistake(facts, code === 'custom' ? message : undefined) : absence(facts);
};

const mistake = (facts: SettingFacts, problem: string | undefined): string =>
  [...(problem === undefined ? [] : [`${problem}.`]), `It must be ${wanted(facts)}`].join(' ');

const absence = (facts: SettingFacts): string =>
  `is not set. It must be ${wanted(facts)}${facts.secret === true ? ', here or in the file that …_FILE names' : ''}`;

const wanted = ({ expected = 'as docs/settings.md says', example }: SettingFacts): string =>
  example === undefined ? expected : `${expected}, for example ${example}`;
