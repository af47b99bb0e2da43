import type { DataSource } from 'typeorm';

/** Set by `serviceDatabase`, so always there. */
export const schemaOf = ({ options }: DataSource): string => {
  if (!('schema' in options) || typeof options.schema !== 'string') {
    throw new Error('A service has its own schema: make its options with serviceDatabase()');
  }
  return options.schema;
};
