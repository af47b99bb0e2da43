import { readFileSync } from 'node:fs';
import { ConfigError } from './load-config.ts';

/** A setting that may be given as it is, or as the path of a file that holds it (as orchestrators mount secrets). */
export const textOrFile = (name: string, text: string | undefined, path: string | undefined): string => {
  if (text !== undefined && path !== undefined) {
    throw new ConfigError(`Only one of ${name} and ${name}_FILE may be set`);
  }
  if (text !== undefined) return text;
  if (path === undefined) throw new ConfigError(`One of ${name} and ${name}_FILE must be set`);
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ConfigError(`${name}_FILE cannot be read: ${path}`, { cause });
  }
};
